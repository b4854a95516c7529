"""Captions that lie beside their film: `Lesson 1.mp4`, `Lesson 1.vtt`, `Lesson 1.de.srt`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from tenant_apps.media import formats
from tenant_apps.media.formats import BY_EXTENSION, Kind

# a file of a plan that becomes no lesson of its own
KIND = "captions"
EXTENSIONS = frozenset({"vtt", "srt"})
_LANGUAGE = re.compile(r"^(?P<stem>.+?)[._-](?P<language>[A-Za-z]{2,3}(?:-[A-Za-z]{2,4})?)$")


def film_of(path: str, others: Iterable[str]) -> tuple[str, str]:
    """The path of the film or recording beside which captions lie, and their language if their name says it.

    Nothing where there is none.
    """
    here = PurePosixPath(path)
    played = {str(one.with_suffix("")): str(one) for one in map(PurePosixPath, others) if _is_played(one.name)}
    if found := played.get(str(here.with_suffix(""))):
        return found, ""
    match = _LANGUAGE.match(here.stem)
    found = played.get(str(here.with_name(match["stem"]))) if match else None
    return (found, match["language"].lower()) if found and match else ("", "")


def _is_played(name: str) -> bool:
    form = BY_EXTENSION.get(formats.extension_of(name))
    return form is not None and form.kind in (Kind.VIDEO, Kind.AUDIO)
