"""The inks a drawing is made with: a ramp along the brand's hue, and three tones of the accent."""

from dataclasses import dataclass

from themes.colour import Oklch, to_hex, to_oklch

_RAMP = ((0.22, 0.55), (0.34, 0.85), (0.47, 1.0), (0.62, 0.9), (0.77, 0.6), (0.89, 0.3), (0.965, 0.1))


@dataclass(frozen=True)
class Palette:
    """Related tones, dark to light, and the accent's."""

    ramp: tuple[str, ...]
    brand: str
    accent: str
    glow: str
    ember: str

    @property
    def deep(self) -> str:
        """The darkest tone."""
        return self.ramp[0]

    @property
    def pale(self) -> str:
        """Nearly paper."""
        return self.ramp[5]

    @property
    def paper(self) -> str:
        """The lightest tone."""
        return self.ramp[6]


def palette(brand: str, accent: str) -> Palette:
    """The inks for two colours; a grey pair is given a little colour so that a drawing never dies."""
    lightness, chroma, hue = to_oklch(brand)
    accent_at = to_oklch(accent)
    chroma = min(max(chroma, 0.05), 0.17)
    second = min(max(accent_at.chroma, 0.06), 0.19)
    lean = max(-6.0, min(6.0, ((accent_at.hue - hue + 180) % 360 - 180) * 0.1))
    return Palette(
        ramp=tuple(to_hex(Oklch(at, chroma * share, hue + lean * i / 3)) for i, (at, share) in enumerate(_RAMP)),
        brand=to_hex(Oklch(min(0.72, max(0.42, lightness)), chroma, hue)),
        accent=to_hex(Oklch(0.72, second, accent_at.hue)),
        glow=to_hex(Oklch(0.86, second * 0.6, accent_at.hue)),
        ember=to_hex(Oklch(0.56, second, accent_at.hue)),
    )
