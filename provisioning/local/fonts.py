"""The families of the themes, cut from npm's variable fonts to the axes and letters we use (design system, fonts)."""

import logging
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "tnum", "lnum", "onum", "case"]
# what reads as Latin in western Europe, with the arrows, ticks and signs of our own screens
LATIN = (
    "U+20-7E,U+A0-FF,U+131,U+152,U+153,U+2BC,U+2C6,U+2DA,U+2DC,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,"
    "U+2032,U+2033,U+2039,U+203A,U+2044,U+20AC,U+2122,U+2190-2193,U+2212,U+2215,U+2248,U+2260,U+2264,U+2265,U+2713"
)
# the rest of Europe; fetched by a browser only when a page has one of these letters
LATIN_EXTENDED = "U+100-130,U+132-151,U+154-17F,U+192,U+1A0,U+1A1,U+1AF,U+1B0,U+218-21B,U+237,U+1E80-1E9E,U+20A8-20BF"

Limits = dict[str, float | tuple[float, float]]


@dataclass(frozen=True)
class Face:
    """One face: its file, the package file it is cut from, and what a style sheet says of it."""

    name: str
    family: str
    package: str
    source: str
    limits: Limits
    weight: str
    extra: str = ""

    def source_file(self, script: str) -> str:
        """The package's file of one script, `latin` or `latin-ext`."""
        return f"{self.package}/files/{self.package}-{script}-{self.source}.woff2"


FACES = (
    Face(
        "newsreader-display",
        "Newsreader Display",
        "newsreader",
        "opsz-normal",
        {"opsz": 72, "wght": (300, 600)},
        "300 600",
    ),
    Face(
        "newsreader-display-italic",
        "Newsreader Display",
        "newsreader",
        "opsz-italic",
        {"opsz": 72, "wght": (300, 500)},
        "300 500",
        "font-style: italic; ",
    ),
    Face(
        "newsreader-text", "Newsreader Text", "newsreader", "opsz-normal", {"opsz": 16, "wght": (400, 600)}, "400 600"
    ),
    Face("instrument-sans", "Instrument Sans", "instrument-sans", "wght-normal", {}, "400 700"),
    Face(
        "instrument-sans-wdth",
        "Instrument Sans Width",
        "instrument-sans",
        "wdth-normal",
        {},
        "400 700",
        "font-stretch: 75% 100%; ",
    ),
    Face("bricolage", "Bricolage Grotesque", "bricolage-grotesque", "opsz-normal", {"wght": (400, 800)}, "400 800"),
)


def build(packages: Path, target: Path) -> None:
    """Write every face as `<name>.woff2` and `<name>-ext.woff2`, the style sheet `fonts.css`, and the licences."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    target.mkdir(parents=True, exist_ok=True)
    rules = []
    for face in FACES:
        for script, suffix, letters in (("latin", "", LATIN), ("latin-ext", "-ext", LATIN_EXTENDED)):
            _cut(packages / face.source_file(script), face.limits, letters, target / f"{face.name}{suffix}.woff2")
            rules.append(_rule(face, suffix, letters))
    (target / "fonts.css").write_text("\n".join(rules) + "\n")
    for package in sorted({face.package for face in FACES}):
        (target / f"{package}-OFL.txt").write_bytes((packages / package / "LICENSE").read_bytes())


def _cut(source: Path, limits: Limits, letters: str, target: Path) -> None:
    font = TTFont(source)
    if limits:
        font = instancer.instantiateVariableFont(font, limits)
    subsetter = subset.Subsetter(subset.Options(flavor="woff2", layout_features=FEATURES))
    subsetter.populate(unicodes=subset.parse_unicodes(letters))
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)


def _rule(face: Face, suffix: str, letters: str) -> str:
    return (
        f'@font-face {{ font-family: "{face.family}"; src: url({face.name}{suffix}.woff2) format("woff2"); '
        f"font-weight: {face.weight}; {face.extra}font-display: swap; unicode-range: {letters}; }}"
    )
