"""Which faces a theme's certificate is set in, and where their files are."""

from dataclasses import dataclass
from pathlib import Path

from django.contrib.staticfiles import finders


@dataclass(frozen=True)
class Face:
    """One `@font-face` of a PDF."""

    family: str
    file: str
    weights: str
    style: str = "normal"

    @property
    def url(self) -> str:
        """What the document asks for."""
        return f"fonts/{self.file}"


@dataclass(frozen=True)
class Setting:
    """How a theme sets a certificate."""

    display: str
    text: str
    weight: int
    tracking: str
    faces: tuple[Face, ...]
    variation: str = ""


_UI = (
    Face("Instrument Sans", "instrument-sans.woff2", "400 700"),
    Face("Instrument Sans Ext", "instrument-sans-ext.woff2", "400 700"),
)
_NEWSREADER = (
    Face("Newsreader Display", "newsreader-display.woff2", "300 600"),
    Face("Newsreader Display Ext", "newsreader-display-ext.woff2", "300 600"),
    Face("Newsreader Display", "newsreader-display-italic.woff2", "300 500", "italic"),
    Face("Newsreader Display Ext", "newsreader-display-italic-ext.woff2", "300 500", "italic"),
)
# A family of its own for the extended letters: WeasyPrint would let the second file of a family replace the first.
SETTINGS = {
    "folio": Setting("Newsreader Display", "Instrument Sans", 300, "-.03em", (*_NEWSREADER, *_UI)),
    "atelier": Setting(
        "Bricolage Grotesque",
        "Instrument Sans",
        640,
        "-.035em",
        (
            Face("Bricolage Grotesque", "bricolage.woff2", "400 800"),
            Face("Bricolage Grotesque Ext", "bricolage-ext.woff2", "400 800"),
            *_UI,
        ),
    ),
    "signal": Setting(
        "Instrument Sans Width",
        "Instrument Sans",
        700,
        "-.018em",
        (
            Face("Instrument Sans Width", "instrument-sans-wdth.woff2", "400 700"),
            Face("Instrument Sans Width Ext", "instrument-sans-wdth-ext.woff2", "400 700"),
            *_UI,
        ),
        variation='"wdth" 75',
    ),
}


def setting_of(theme: str) -> Setting:
    """The theme's setting."""
    return SETTINGS.get(theme, SETTINGS["folio"])


def built(setting: Setting) -> list[Face]:
    """The faces whose files were built; without them the system's serif and sans stand in."""
    return [face for face in setting.faces if font_path(face.url)]


def font_path(url: str) -> Path | None:
    """The file behind `fonts/…`, among the static files only."""
    known = {face.url: face.file for setting in SETTINGS.values() for face in setting.faces}
    if url not in known:
        return None
    found = finders.find(f"vendor/fonts/{known[url]}")
    return Path(found) if found else None
