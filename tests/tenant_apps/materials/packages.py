"""Tiny real SCORM packages, one page each."""

from __future__ import annotations

import zipfile
from io import BytesIO

from django.core.files.base import ContentFile

V12 = """<?xml version="1.0"?>
<manifest identifier="jug" version="1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
 xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
<organizations default="o"><organization identifier="o"><title>The jug</title>
<item identifier="one" identifierref="r1"><title>Handles</title></item></organization></organizations>
<resources><resource identifier="r1" type="webcontent" adlcp:scormtype="sco" href="pages/index.html">
<file href="pages/index.html"/></resource></resources></manifest>"""
V2004 = """<?xml version="1.0"?>
<manifest identifier="jug" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
 xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3">
<metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
<organizations default="o"><organization identifier="o"><title>The jug</title>
<item identifier="one" identifierref="r1"><title>Handles</title></item>
<item identifier="two" identifierref="r1" parameters="?part=2"><title>Spouts</title></item>
</organization></organizations>
<resources><resource identifier="r1" type="webcontent" adlcp:scormType="sco" href="pages/index.html"/></resources>
</manifest>"""
PAGE = """<!doctype html><meta charset="utf-8"><title>Handles</title><h1>Handles</h1><p id="was"></p>
<button id="done">Done</button><script>
let at = window, api; while (!api && at) { api = at.API; at = at === at.parent ? null : at.parent; }
api.LMSInitialize("");
document.getElementById("was").textContent = "place " + api.LMSGetValue("cmi.core.lesson_location");
document.getElementById("done").onclick = () => {
  api.LMSSetValue("cmi.core.lesson_location", "7"); api.LMSSetValue("cmi.core.score.max", "50");
  api.LMSSetValue("cmi.core.score.raw", "40"); api.LMSSetValue("cmi.core.lesson_status", "passed");
  api.LMSCommit("");
};
</script>"""


def zipped(*, name: str = "jug.zip", **files: str) -> ContentFile:
    """A zip of these files."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for path, text in files.items():
            made.writestr(path, text)
    return ContentFile(out.getvalue(), name=name)


def jug(manifest: str = V12, **more: str) -> ContentFile:
    return zipped(**{"imsmanifest.xml": manifest, "pages/index.html": PAGE, "pages/a.txt": "0123456789"}, **more)
