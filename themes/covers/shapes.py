"""Geometry the styles share: living outlines, and the grain of printed paper."""

import math
from random import Random
from typing import NamedTuple

Wave = tuple[int, float, float]


class Field(NamedTuple):
    """The space to draw in."""

    width: int
    height: int

    @property
    def long(self) -> int:
        """The longer side."""
        return max(self)

    @property
    def short(self) -> int:
        """The shorter side."""
        return min(self)


def waves(rng: Random, harmonics: tuple[int, ...], falloff: float) -> list[Wave]:
    """Random harmonics that make an outline wander."""
    return [(k, rng.uniform(-1, 1) / k**falloff, rng.uniform(0, math.tau)) for k in harmonics]


def blob(x: float, y: float, radius: float, wander: list[Wave], *, wobble: float, squash: float, points: int) -> str:
    """A closed smooth path around a centre (Catmull-Rom, written as cubic curves)."""
    dots = []
    for i in range(points):
        turn = math.tau * i / points
        reach = radius * (1 + wobble * sum(size * math.sin(k * turn + phase) for k, size, phase in wander))
        dots.append((x + reach * math.cos(turn), y + reach * squash * math.sin(turn)))
    path = f"M{dots[0][0]:.0f} {dots[0][1]:.0f}"
    for i in range(points):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = (dots[(i + j) % points] for j in (-1, 0, 1, 2))
        path += (
            f"C{bx + (cx - ax) / 6:.0f} {by + (cy - ay) / 6:.0f} "
            f"{cx - (dx - bx) / 6:.0f} {cy - (dy - by) / 6:.0f} {cx:.0f} {cy:.0f}"
        )
    return path + "Z"


def grain(strength: float, scale: float) -> str:
    """A filter `#n` that scatters fine dark specks."""
    return (
        '<filter id="n" x="0" y="0" width="100%" height="100%">'
        f'<feTurbulence type="fractalNoise" baseFrequency="{scale}" numOctaves="2" stitchTiles="stitch"/>'
        f'<feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 {strength * 3:.2f} -{strength:.2f}"/></filter>'
    )
