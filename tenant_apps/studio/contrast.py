"""How well a brand's colours can be read, in the numbers of WCAG."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from themes.brand import BrandValue
from themes.colour import contrast

_PAIRS = (
    (_("Text on a button"), "on-brand", "brand-solid"),
    (_("Coloured text on the page"), "brand-ink", "paper"),
    (_("Text on the accent"), "on-accent", "accent-solid"),
)


@dataclass(frozen=True)
class Reading:
    """One pair of colours: what is written on what, and how well it reads in the scheme it reads worse in."""

    label: Any
    text: str
    ground: str
    ratio: float


def readings(brand: BrandValue) -> list[Reading]:
    """The pairs that depend on a creator's two colours; the derivation keeps each above 4.5."""
    return [_worse(brand, label, text, ground) for label, text, ground in _PAIRS]


def _worse(brand: BrandValue, label: Any, text: str, ground: str) -> Reading:
    found = [brand.tokens[scheme] for scheme in ("light", "dark")]
    pairs = [(tokens[text], tokens[ground]) for tokens in found]
    ratio, (ink, paper) = min((contrast(*pair), pair) for pair in pairs)
    return Reading(label, ink, paper, round(ratio, 1))
