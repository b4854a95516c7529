"""A layout, set: each field's words merged, its size fitted to them, its colours and files known."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from tenant_apps.certificates.layouts import Field, Layout, merged
from tenant_apps.certificates.sheet import Sheet, values_of, width_of

# how much of a letter's height its width is, on average, and how small a size one line may shrink to
_WIDTH, _LEAST, _LINE = 0.56, 0.5, 1.15
_POINTS_PER_MM = 72 / 25.4
ROLES = {"ink": "ink", "muted": "ink_2", "brand": "brand_solid", "accent": "accent"}


@dataclass(frozen=True)
class Placed:
    """A field as the page draws it."""

    field: Field
    text: str
    size: float
    colour: str

    @property
    def direction(self) -> str:
        """Which way its words are read."""
        return direction_of(self.text)

    @property
    def style(self) -> str:
        """Its declarations: nothing but numbers and colours that were checked."""
        each = self.field
        parts = [f"left: {each.x}%", f"top: {each.y}%", f"width: {each.w}%"]
        if each.kind == "text":
            # a side of the page: a learner's name in another script does not leave its neighbours
            side = {"start": "left", "end": "right"}.get(each.align, each.align)
            parts += [f"font-size: {self.size}pt", f"font-weight: {each.weight}", f"text-align: {side}"]
            parts += [f"color: {self.colour}", "font-style: italic" if each.italic else "font-style: normal"]
        else:
            parts.append(f"height: {each.h}%")
        if each.kind in ("line", "box"):
            parts.append(f"background: {self.colour}")
        return "; ".join(parts)


def direction_of(text: str) -> str:
    """The way a text is read, by its first letter that has one; the renderer knows no `dir="auto"`."""
    found = (unicodedata.bidirectional(letter) for letter in text)
    return "rtl" if next((each for each in found if each in ("L", "R", "AL")), "L") != "L" else "ltr"


def place(layout: Layout, sheet: Sheet, colours: Mapping[str, str]) -> list[Placed]:
    """Every field that has something to show, lowest first."""
    values = values_of(sheet)
    placed = [_placed(each, layout, values, colours) for each in layout.fields]
    return [each for each in placed if each.text.strip() or each.field.kind != "text"]


def colour_of(name: str, colours: Mapping[str, str]) -> str:
    """A colour of the brand by its role, or one of its own."""
    if name.startswith("#"):
        return name
    return "#ffffff" if name == "white" else colours[ROLES[name]]


def _placed(each: Field, layout: Layout, values: Mapping[str, str], colours: Mapping[str, str]) -> Placed:
    text = merged(each.text, values) if each.kind == "text" else ""
    size = fitted(text, each, layout.millimetres[0]) if "{name}" in each.text else each.size
    return Placed(each, text, size, colour_of(each.colour, colours))


def fitted(text: str, each: Field, page_width: float) -> float:
    """The size at which a name takes one line, else two that stand where one would have."""
    letters = max((width_of(line) for line in text.splitlines()), default=0)
    room = each.w / 100 * page_width * _POINTS_PER_MM
    alone = room / (_WIDTH * max(letters, 1))
    if alone >= each.size * _LEAST:
        return round(min(each.size, alone), 1)
    # two lines break between words, so that neither is quite full
    return round(min(each.size * _LEAST * _LINE, 1.7 * alone), 1)
