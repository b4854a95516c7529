"""Avatar: a cut-paper bust. Its colours come from the inks, so it suggests a person without guessing at one."""

from random import Random

from themes.covers.palette import Palette
from themes.covers.shapes import Field

_HAIR = (
    "M{0} 56a25 27 0 0 1 50 0q-8-14-24-14t-26 14Z",
    "M{1} 84V52a27 28 0 0 1 54 0v32q-8-4-8-28-22-4-30-12-4 14-9 14 0 22-7 26Z",
    "M{2} 50q4-26 30-24t20 24q-10-9-25-9t-25 9Z",
    "M{2} 52a24 25 0 0 1 48 0q-24-12-48 0ZM{3} 26a11 11 0 0 1 22 0 11 11 0 0 1-22 0Z",
    "M{4} 62q-4-40 28-40t28 40q-6-18-20-20-18 2-36 20Z",
)


def draw(rng: Random, field: Field, inks: Palette) -> tuple[str, str]:
    """Definitions and body, drawn on a field of 120 by 120."""
    ramp = inks.ramp
    pairs = [
        (inks.pale, inks.brand),
        (inks.glow, ramp[1]),
        (ramp[4], inks.ember),
        (inks.accent, inks.deep),
        (ramp[2], inks.glow),
    ]
    ground, shirt = rng.choice(pairs)
    face = rng.choice([t for t in (ramp[4], ramp[3], inks.glow, ramp[5], inks.ember) if t not in (ground, shirt)])
    hair = rng.choice([t for t in (inks.deep, ramp[1], inks.ember, inks.brand) if t not in (ground, shirt, face)])
    x, tilt = 60 + rng.randint(-3, 3), rng.randint(-7, 7)
    cut = rng.choice(_HAIR).format(x - 25, x - 27, x - 24, x - 11, x - 28)
    return "", (
        f'<rect width="120" height="120" fill="{ground}"/><path d="M10 124q4-36 50-36t50 36Z" fill="{shirt}"/>'
        f'<g transform="rotate({tilt} {x} 70)"><path d="M{x - 10} 70h20v20a10 10 0 0 1-20 0Z" fill="{face}"/>'
        f'<path d="M{x - 10} 76q10 9 20 2v7q-8 7-20-3Z" fill="{inks.deep}" opacity=".18"/>'
        f'<ellipse cx="{x}" cy="57" rx="20" ry="24" fill="{face}"/><path d="{cut}" fill="{hair}"/></g>'
    )
