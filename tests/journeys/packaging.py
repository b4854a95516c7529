"""SCORM packages as a learner meets them: a page that keeps its place, is scored, and tries to look above itself."""

from pathlib import Path

from playwright.sync_api import FrameLocator

from tests.journeys.stage.visitor import Visitor
from tests.tenant_apps.materials.packages import zipped

# one page for both editions: it looks for its API window by window, as packages do
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Handles</title><h1>Handles</h1>
<p id="found"></p><p id="above"></p><p id="cookies"></p><button id="on">Turn the page</button>
<button id="done">Finish</button><script>
let at = window;
while (!at.API && !at.API_1484_11 && at !== at.parent) at = at.parent;
const is2004 = !at.API, api = at.API || at.API_1484_11, core = is2004 ? "cmi." : "cmi.core.";
const place = core + (is2004 ? "location" : "lesson_location");
const get = (name) => (is2004 ? api.GetValue(name) : api.LMSGetValue(name));
const set = (name, value) => (is2004 ? api.SetValue(name, value) : api.LMSSetValue(name, value));
const tries = (look) => { try { return look(); } catch (refused) { return refused.name; } };
const say = (id, words) => { document.getElementById(id).textContent = words; };
is2004 ? api.Initialize("") : api.LMSInitialize("");
say("found", `Found: ${get(place) || "nothing"}, ${get(core + "entry")}.`);
say("above", `Above: ${tries(() => parent.parent.document.title)}, ${tries(() => top.document.cookie)}.`);
say("cookies", `Cookies: ${document.cookie || "none"}.`);
document.getElementById("on").onclick = () => set(place, "page 2");
document.getElementById("done").onclick = () => {
  if (is2004) {
    set("cmi.score.scaled", location.search ? "0.7" : "0.9");
    set("cmi.completion_status", "completed");
    set("cmi.success_status", "passed");
    api.Terminate("");
  } else {
    set("cmi.core.score.max", "50");
    set("cmi.core.score.raw", "35");
    set("cmi.core.lesson_status", "passed");
    api.LMSFinish("");
  }
};
</script></html>"""


def packed(file: Path, manifest: str) -> Path:
    """A zip with this manifest, and its page."""
    file.write_bytes(zipped(**{"imsmanifest.xml": manifest, "pages/index.html": _PAGE}).read())
    return file


def inside(learner: Visitor) -> FrameLocator:
    """The package's own page, below the one that holds it."""
    return learner.page.frame_locator(".package-stage iframe:visible").frame_locator("iframe")
