"""Rosette: a guilloche for certificates; lobes and spread come from the name on it."""

import math
from random import Random

from themes.covers.palette import Palette
from themes.covers.shapes import Field

LINES, DOTS = 32, 240


def draw(rng: Random, field: Field, inks: Palette) -> tuple[str, str]:
    """Definitions and body."""
    depth, lobes = rng.uniform(0.16, 0.26), rng.choice((9, 11, 13))
    half = field.short / 2
    paths = []
    for i in range(LINES):
        radius, shift = half * (0.167 + 0.625 * i / LINES), i * math.tau / LINES
        dots = []
        for k in range(DOTS):
            turn = math.tau * k / DOTS
            reach = radius * (1 + depth * math.sin(lobes * turn + shift))
            dots.append(f"{half + reach * math.cos(turn):.1f} {half + reach * math.sin(turn):.1f}")
        paths.append("M" + "L".join(dots) + "Z")
    return "", f'<path d="{"".join(paths)}" stroke="{inks.brand}" stroke-width=".7"/>'
