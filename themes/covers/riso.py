"""Riso: overprinted shapes in three inks, one as a halftone, slightly out of register."""

import math
from random import Random

from themes.covers.palette import Palette
from themes.covers.shapes import Field, grain


def _halftone(field: Field, x: float, y: float, radius: float) -> str:
    step, dots = field.short / 30, []
    for row in range(int(field.height / step) + 2):
        for column in range(int(field.width / step) + 2):
            at_x, at_y = (column + 0.5 * (row % 2)) * step, row * step
            away = math.hypot(at_x - x, at_y - y) / (radius * 1.25)
            if away < 1:
                dots.append(f'<circle cx="{at_x:.0f}" cy="{at_y:.0f}" r="{step * 0.62 * (1 - away) ** 0.5:.1f}"/>')
    return "".join(dots)


def _bars(rng: Random, field: Field) -> str:
    w, h, count = field.width, field.height, rng.randint(5, 8)
    return "".join(
        f'<rect x="{-w}" y="{h * (0.5 + 0.5 * i / count):.0f}" width="{3 * w}" '
        f'height="{h * 0.5 / count * (0.25 + 0.6 * i / count):.0f}"/>'
        for i in range(count)
    )


def _first_shape(rng: Random, field: Field, x: float, y: float, radius: float) -> str:
    across = 2 * radius
    if rng.random() < 0.5:
        return (
            f"M{x - radius:.0f} {field.height}V{y:.0f}a{radius:.0f} {radius:.0f} 0 0 1 {across:.0f} 0V{field.height}Z"
        )
    half = f"a{radius:.0f} {radius:.0f} 0 1 0"
    return f"M{x - radius:.0f} {y:.0f}{half} {across:.0f} 0{half} {-across:.0f} 0Z"


def draw(rng: Random, field: Field, inks: Palette) -> tuple[str, str]:
    """Definitions and body."""
    w, h, unit = field.width, field.height, field.short
    order = [inks.brand, inks.accent, inks.ramp[3]]
    rng.shuffle(order)
    r1, r2 = unit * rng.uniform(0.34, 0.42), unit * rng.uniform(0.26, 0.36)
    x1, y1 = w * rng.uniform(0.3, 0.44), h * rng.uniform(0.4, 0.56)
    x2, y2 = w * rng.uniform(0.58, 0.72), h * rng.uniform(0.36, 0.64)
    lean = rng.choice((-28, 0, 18, 45))
    body = (
        f'<rect width="{w}" height="{h}" fill="{inks.paper}"/>'
        f'<g class="ink" fill="{order[2]}" opacity=".55" '
        f'transform="rotate({lean} {w / 2} {h / 2})">{_bars(rng, field)}</g>'
        f'<path class="ink" fill="{order[0]}" d="{_first_shape(rng, field, x1, y1, r1)}"/>'
        f'<g class="ink" fill="{order[1]}" transform="translate({unit * 0.008:.1f} {-unit * 0.006:.1f})">'
        f'<circle cx="{x2:.0f}" cy="{y2:.0f}" r="{r2 * 0.62:.0f}" opacity=".92"/>{_halftone(field, x2, y2, r2)}</g>'
        f'<rect width="{w}" height="{h}" filter="url(#n)" opacity=".7"/>'
    )
    return "<style>.ink{mix-blend-mode:multiply}</style>" + grain(0.2, 1.1), body
