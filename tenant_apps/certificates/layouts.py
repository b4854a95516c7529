"""The layout of a certificate: a paper, a ground, and fields in their places. Read from JSON, and never believed."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused

# width and height in millimetres, upright
PAPERS = {"a4": (210.0, 297.0), "letter": (215.9, 279.4), "a5": (148.0, 210.0), "a3": (297.0, 420.0)}
ORIENTATIONS = ("landscape", "portrait")
KINDS = ("text", "picture", "qr", "line", "box", "rosette")
ALIGNS = ("start", "center", "end")
FACES = ("display", "text")
COLOURS = ("ink", "muted", "brand", "accent", "white")
MERGED = (
    "name", "course", "school", "heading", "lead", "wording", "date", "expires", "number", "study_time",
    "signature_name", "signature_role", "address",
)  # fmt: skip
MOST_FIELDS = 40
MOST_WORDS = 400
_HEX = re.compile(r"#[0-9a-f]{6}")
_PLACE = re.compile(r"\{([^{}]*)\}")


class LayoutUnreadable(Refused):
    """Not a layout."""

    message = _("This design cannot be read. Reload the page and try again.")


class TooManyFields(Refused):
    """The page is full."""

    message = _("A certificate has room for 40 fields. Take one away first.")


class MergeFieldUnknown(Refused):
    """A pair of braces that stands for nothing."""

    message = _("{%(name)s} stands for nothing. Pick a merge field from the list, or take the braces away.")


class NameNowhere(Refused):
    """Nobody would be named."""

    message = _("Put {name} somewhere: a certificate names its learner.")


class CheckNowhere(Refused):
    """Nobody could check it."""

    message = _("Add the QR code or {address}: somebody who holds the paper must be able to check it.")


@dataclass(frozen=True)
class Field:
    """Something in a place. Places and widths are percent of the page, sizes points."""

    kind: str
    x: float
    y: float
    w: float
    h: float = 0.0
    text: str = ""
    size: float = 14.0
    weight: int = 400
    italic: bool = False
    align: str = "start"
    face: str = "text"
    colour: str = "ink"
    picture: str = ""


@dataclass(frozen=True)
class Layout:
    """A page and what stands on it, lowest first."""

    paper: str = "a4"
    orientation: str = "landscape"
    ground: str = "#ffffff"
    picture: str = ""
    fields: tuple[Field, ...] = field(default_factory=tuple)

    @property
    def millimetres(self) -> tuple[float, float]:
        """Width and height as it lies."""
        short, long = PAPERS[self.paper]
        return (long, short) if self.orientation == "landscape" else (short, long)

    @property
    def pictures(self) -> set[str]:
        """The keys of every picture on it."""
        return {key for key in (self.picture, *(each.picture for each in self.fields)) if key}

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self) | {"fields": [asdict(each) for each in self.fields]}


def read_layout(data: Any) -> Layout:
    """A layout that can be drawn, whoever wrote it; raises LayoutUnreadable, TooManyFields or MergeFieldUnknown."""
    try:
        fields = list(data["fields"])
        if len(fields) > MOST_FIELDS:
            raise TooManyFields
        return Layout(
            paper=_one_of(data["paper"], tuple(PAPERS)),
            orientation=_one_of(data["orientation"], ORIENTATIONS),
            ground=_colour(data.get("ground", "#ffffff")),
            picture=_key(data.get("picture", "")),
            fields=tuple(_field(each) for each in fields),
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise LayoutUnreadable from None


def check_complete(layout: Layout) -> None:
    """Raise NameNowhere or CheckNowhere for a certificate that would say too little."""
    words = " ".join(each.text for each in layout.fields if each.kind == "text")
    if "{name}" not in words:
        raise NameNowhere
    if "{address}" not in words and not any(each.kind == "qr" for each in layout.fields):
        raise CheckNowhere


def merged(text: str, values: Mapping[str, str]) -> str:
    """The text with what its merge fields stand for. Values are not read again: a name in braces stays one."""
    return _PLACE.sub(lambda found: values.get(found[1], ""), text)


def _field(data: Mapping[str, Any]) -> Field:
    text = str(data.get("text", ""))[:MOST_WORDS]
    for name in _PLACE.findall(text):
        if name not in MERGED:
            raise MergeFieldUnknown(name=name[:40])
    return Field(
        kind=_one_of(data["kind"], KINDS),
        x=_number(data["x"], -50, 150),
        y=_number(data["y"], -50, 150),
        w=_number(data["w"], 0.1, 200),
        h=_number(data.get("h", 0), 0, 200),
        text=text,
        size=_number(data.get("size", 14), 4, 200),
        weight=int(_number(data.get("weight", 400), 100, 900)),
        italic=data.get("italic") is True,
        align=_one_of(data.get("align", "start"), ALIGNS),
        face=_one_of(data.get("face", "text"), FACES),
        colour=_colour(data.get("colour", "ink")),
        picture=_key(data.get("picture", "")),
    )


def _one_of(value: Any, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(value)
    return str(value)


def _number(value: Any, least: float, most: float) -> float:
    number = float(value)
    # NaN is neither
    if isinstance(value, bool) or not least <= number <= most:
        raise ValueError(value)
    return round(number, 2)


def _colour(value: Any) -> str:
    text = str(value).lower()
    if text not in COLOURS and not _HEX.fullmatch(text):
        raise ValueError(value)
    return text


def _key(value: Any) -> str:
    return str(UUID(str(value))) if value else ""
