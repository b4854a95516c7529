"""Mesh: soft light. Blurred fields of colour, a crisp disc, fine grain."""

from random import Random

from themes.covers.palette import Palette
from themes.covers.shapes import Field, grain


def draw(rng: Random, field: Field, inks: Palette) -> tuple[str, str]:
    """Definitions and body."""
    w, h, m = field.width, field.height, field.long
    tones = [inks.accent, inks.glow, inks.ramp[3], inks.brand, inks.ember, inks.ramp[1]]
    rng.shuffle(tones)
    fields = "".join(
        f'<ellipse cx="{w * rng.random():.0f}" cy="{h * rng.random():.0f}" rx="{m * rng.uniform(0.2, 0.42):.0f}" '
        f'ry="{m * rng.uniform(0.14, 0.34):.0f}" fill="{tone}" '
        f'transform="rotate({rng.randint(-60, 60)} {w / 2} {h / 2})"/>'
        for tone in tones
    )
    radius, x, y = m * rng.uniform(0.13, 0.2), w * rng.uniform(0.3, 0.7), h * rng.uniform(0.38, 0.6)
    defs = (
        f'<linearGradient id="d" x1="0" y1="0" x2=".3" y2="1"><stop stop-color="{inks.glow}"/>'
        f'<stop offset=".9" stop-color="{inks.accent}" stop-opacity="0"/></linearGradient>'
        '<filter id="b" x="-30%" y="-30%" width="160%" height="160%">'
        f'<feGaussianBlur stdDeviation="{m * 0.085:.0f}"/></filter>' + grain(0.13, 0.8)
    )
    return defs, (
        f'<rect width="{w}" height="{h}" fill="{inks.ramp[1]}"/><g filter="url(#b)">{fields}</g>'
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.0f}" fill="url(#d)"/>'
        f'<rect width="{w}" height="{h}" filter="url(#n)"/>'
    )
