"""The themes there are: a theme is a folder with `theme.py` (knobs, fonts, defaults) and `theme.css`."""

from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path

from django.utils.functional import Promise

from themes.tokens import Knobs

NAMES = ("folio", "atelier", "signal")


@dataclass(frozen=True)
class Theme:
    """What a theme decides."""

    name: str
    label: str | Promise
    summary: str | Promise
    families: tuple[str, ...]
    preload: str
    knobs: Knobs = field(default_factory=Knobs)
    color_scheme: str = "light dark"
    cover_style: str = "paper"
    mail_display: str = "Georgia, 'Times New Roman', serif"
    mail_weight: int = 400
    mail_text: str = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Helvetica, Arial, sans-serif"
    sample: tuple[str, str] = ("#0f4d3f", "#ff8f7a")

    @property
    def css(self) -> Path:
        """The theme's own rules."""
        return Path(__file__).parent / self.name / "theme.css"

    @property
    def preload_path(self) -> str:
        """The display face among the static files: the one worth asking for early."""
        return f"vendor/fonts/{self.preload}"


@cache
def theme(name: str) -> Theme:
    """The theme called `name`; Folio when there is no such theme."""
    known = name if name in NAMES else NAMES[0]
    found: Theme = import_module(f"themes.{known}.theme").THEME
    return found


def themes() -> list[Theme]:
    """Every theme a creator may pick."""
    return [theme(name) for name in NAMES]
