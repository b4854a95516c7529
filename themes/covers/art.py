"""Generated drawings: the same seed and colours always give the same bytes."""

import hashlib
from html import escape
from random import Random

from django.utils.crypto import constant_time_compare, salted_hmac

from themes.covers import avatar, contour, mesh, paper, riso, rosette
from themes.covers.palette import palette
from themes.covers.shapes import Field

STYLES = {
    "paper": paper.draw,
    "riso": riso.draw,
    "contour": contour.draw,
    "mesh": mesh.draw,
    "avatar": avatar.draw,
    "rosette": rosette.draw,
}
SIZES = {
    "card": Field(1200, 800),
    "hero": Field(960, 1120),
    "square": Field(400, 400),
    "wide": Field(1600, 900),
    "face": Field(120, 120),
    "seal": Field(480, 480),
}


def seed_of(text: str) -> str:
    """A seed that says nothing of the text it came from, and a mark that we made it."""
    seed = hashlib.sha256(text.strip().encode()).hexdigest()[:16]
    return seed + _mark(seed)


def is_ours(seed: str) -> bool:
    """Whether we made this seed: strangers must not have us draw, and keep, whatever they think of."""
    return constant_time_compare(seed[16:], _mark(seed[:16]))


def _mark(seed: str) -> str:
    return salted_hmac("themes.covers", seed).hexdigest()[:8]


def draw(style: str, seed: str, size: str, brand: str, accent: str) -> str:
    """The drawing as SVG."""
    field = Field(120, 120) if style == "avatar" else SIZES[size]
    rng = Random(f"{style}:{seed[:16]}")  # noqa: S311  (a drawing, not a secret)
    defs, body = STYLES[style](rng, field, palette(brand, accent))
    width, height = SIZES[size]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {field.width} {field.height}" width="{width}" '
        f'height="{height}" fill="none" preserveAspectRatio="xMidYMid slice"><defs>{defs}</defs>{body}</svg>'
    )


def address(style: str, seed: str, size: str, version: str) -> str:
    """Where the drawing is served."""
    return f"/covers/{style}/{seed}-{size}-{version}.svg"


def monogram(name: str, ground: str, text: str, *, is_rounded: bool = True) -> str:
    """A square with the name's first letter; rounded for the browser's tab."""
    letter = escape(next((c for c in name if c.isalnum()), "·").upper())
    corner = 14 if is_rounded else 0
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        f'<rect width="64" height="64" rx="{corner}" fill="{ground}"/><text x="32" y="45" text-anchor="middle" '
        f'font-family="Georgia, serif" font-size="38" fill="{text}">{letter}</text></svg>'
    )
