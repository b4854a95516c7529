"""OKLCH colour, sRGB gamut and WCAG contrast, in plain arithmetic."""

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

Direction = Literal["darker", "lighter"]


class Oklch(NamedTuple):
    """Lightness 0 to 1, chroma, hue in degrees."""

    lightness: float
    chroma: float
    hue: float

    def at(self, lightness: float, at_most: float) -> "Oklch":
        """The same hue at another lightness, its chroma held down to `at_most`."""
        return Oklch(lightness, min(self.chroma, at_most), self.hue)


def _decode(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _encode(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def _linear(hex_colour: str) -> tuple[float, float, float]:
    red, green, blue = (_decode(int(hex_colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return red, green, blue


def to_oklch(hex_colour: str) -> Oklch:
    """Read '#rrggbb' as OKLCH."""
    r, g, b = _linear(hex_colour)
    long, medium, short = (
        math.cbrt(value)
        for value in (
            0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b,
            0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b,
            0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b,
        )
    )
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Oklch(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def _to_linear(colour: Oklch) -> tuple[float, float, float]:
    a = colour.chroma * math.cos(math.radians(colour.hue))
    b = colour.chroma * math.sin(math.radians(colour.hue))
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _fits(colour: Oklch) -> bool:
    return all(-0.0005 <= channel <= 1.0005 for channel in _to_linear(colour))


def _into_gamut(colour: Oklch) -> Oklch:
    """Lower the chroma until a screen can show the colour; lightness and hue stay."""
    if _fits(colour):
        return colour
    low, high = 0.0, colour.chroma
    for _ in range(14):
        middle = (low + high) / 2
        low, high = (middle, high) if _fits(colour._replace(chroma=middle)) else (low, middle)
    return colour._replace(chroma=low)


def to_hex(colour: Oklch) -> str:
    """The nearest '#rrggbb' of the same lightness and hue."""
    lightness = min(1.0, max(0.0, colour.lightness))
    channels = _to_linear(_into_gamut(colour._replace(lightness=lightness)))
    return "#" + "".join(f"{round(255 * _encode(min(1.0, max(0.0, c)))):02x}" for c in channels)


def luminance(hex_colour: str) -> float:
    """WCAG relative luminance."""
    red, green, blue = _linear(hex_colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def settle(colour: Oklch, grounds: Sequence[str], ratio: float, direction: Direction) -> str:
    """The colour, moved darker or lighter only as far as it takes to reach `ratio` on every ground."""
    step = -0.01 if direction == "darker" else 0.01
    lightness = colour.lightness
    while True:
        found = to_hex(colour._replace(lightness=lightness))
        if all(contrast(found, ground) >= ratio for ground in grounds) or not 0 < lightness < 1:
            return found
        lightness += step
