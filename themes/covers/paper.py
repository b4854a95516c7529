"""Paper: sheets of cut paper stacked round a lit hollow, one coloured disc at the bottom."""

from random import Random

from themes.covers.palette import Palette
from themes.covers.shapes import Field, blob, grain, waves


def draw(rng: Random, field: Field, inks: Palette) -> tuple[str, str]:
    """Definitions and body."""
    w, h, m = field.width, field.height, field.long
    x, y = w * rng.uniform(0.4, 0.66), h * rng.uniform(0.4, 0.6)
    wander = waves(rng, (1, 2, 3, 5), 0.6)
    sheets = inks.ramp[::-1] if rng.random() < 0.45 else inks.ramp
    body = [
        f'<rect width="{w}" height="{h}" fill="{inks.glow}"/>',
        f'<circle cx="{x + m * 0.04:.0f}" cy="{y + m * 0.03:.0f}" r="{m * 0.11:.0f}" fill="{inks.accent}"/>',
    ]
    for i, tone in enumerate(sheets[::-1][:6]):
        wander = [(k, size + rng.uniform(-0.12, 0.12), phase + rng.uniform(-0.3, 0.3)) for k, size, phase in wander]
        hole = blob(
            x - m * 0.012 * i, y - m * 0.008 * i, m * (0.13 + 0.085 * i), wander, wobble=0.2, squash=0.82, points=16
        )
        sheet = f"M-60-60H{w + 60}V{h + 60}H-60Z{hole}"
        body.append(f'<path fill-rule="evenodd" fill="{tone}" filter="url(#s)" d="{sheet}"/>')
    shadow = (
        '<filter id="s" x="-10%" y="-10%" width="120%" height="120%">'
        f'<feDropShadow dx="{m * 0.006:.1f}" dy="{m * 0.012:.1f}" stdDeviation="{m * 0.011:.1f}" '
        f'flood-color="{inks.deep}" flood-opacity=".42"/></filter>'
    )
    return shadow + grain(0.07, 0.7), "".join(body) + f'<rect width="{w}" height="{h}" filter="url(#n)"/>'
