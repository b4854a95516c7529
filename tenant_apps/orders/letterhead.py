"""The faces of a receipt: the theme's own, handed to the PDF as assets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.contrib.staticfiles import finders

TEXT = "Instrument Sans"
_FILES = {
    TEXT: "instrument-sans.woff2",
    f"{TEXT} Ext": "instrument-sans-ext.woff2",
    "Newsreader Display": "newsreader-display.woff2",
    "Newsreader Display Ext": "newsreader-display-ext.woff2",
    "Bricolage Grotesque": "bricolage.woff2",
    "Bricolage Grotesque Ext": "bricolage-ext.woff2",
}


@dataclass(frozen=True)
class Face:
    """One `@font-face`."""

    family: str
    file: str


def faces_of(families: tuple[str, ...]) -> list[Face]:
    """The display and text faces that were built, each with its extension for other Latin alphabets."""
    wanted = [name for family in dict.fromkeys((*families, TEXT)) for name in (family, f"{family} Ext")]
    return [Face(name, _FILES[name]) for name in wanted if name in _FILES and _path(_FILES[name])]


def asset(name: str) -> bytes | None:
    """A font by its file name; nothing else can be asked for."""
    path = _path(name) if name in _FILES.values() else None
    return path.read_bytes() if path else None


def _path(file: str) -> Path | None:
    found = finders.find(f"vendor/fonts/{file}")
    return Path(found) if isinstance(found, str) else None
