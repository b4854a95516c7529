"""Contour: growth rings round two centres, like timber or a survey map, one ring picked out."""

from random import Random

from themes.covers.palette import Palette
from themes.covers.shapes import Field, blob, waves


def draw(rng: Random, field: Field, inks: Palette) -> tuple[str, str]:
    """Definitions and body."""
    w, h, m = field.width, field.height, field.long
    night = rng.random() < 0.6
    ground, line = (inks.ramp[1], inks.ramp[4]) if night else (inks.pale, inks.brand)
    near = (w * rng.uniform(0.15, 0.4), h * rng.uniform(0.25, 0.75))
    far = (w * rng.uniform(0.7, 0.95), h * rng.uniform(0.1, 0.9))
    body = []
    for n, ((x, y), reach) in enumerate(((near, 1.15), (far, 0.42))):
        wander = waves(rng, (1, 2, 3, 5), 0.7)
        rings, lit = int(reach * 26), rng.randint(4, 7)
        for i in range(rings, 0, -1):
            turned = [(k, size, phase + i * 0.035 * k) for k, size, phase in wander]
            path = blob(x, y, m * 0.03 * i, turned, wobble=0.13 + 0.004 * i, squash=0.9, points=20)
            fill = inks.accent if i == lit and n == 0 else ground if n or i == rings else "none"
            body.append(f'<path d="{path}" fill="{fill}" stroke-width="{m * (0.0035 if i % 4 == 0 else 0.0016):.1f}"/>')
    return "", f'<rect width="{w}" height="{h}" fill="{ground}"/><g stroke="{line}">{"".join(body)}</g>'
