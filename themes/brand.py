"""The current tenant's brand as a value: read once, kept in the tenant's cache.

Addresses are written out, not reversed: a suspended site's page is drawn before any URLconf is chosen.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import cached_property

from django.core.cache import cache

from marque.kit.tenancy.context import current_tenant
from themes.home_screen import TOUCH
from themes.models import Brand
from themes.registry import Theme, theme
from themes.stylesheet import sources_digest
from themes.tokens import Tokens, derive

CACHE_KEY = "themes.brand"
KEPT_FOR = 3600


@dataclass(frozen=True)
class BrandValue:
    """What a page needs to know of a brand."""

    theme: str = "folio"
    brand_colour: str = "#0f4d3f"
    accent_colour: str = "#ff8f7a"
    wordmark: str = ""
    logo: str = ""
    cover_style: str = ""
    scheme: str = "auto"
    strapline: str = ""
    support_email: str = ""
    legal_name: str = ""
    postal_address: str = ""
    time_zone: str = "UTC"
    currency: str = "USD"
    language: str = "en"

    @property
    def look(self) -> Theme:
        """The theme's own decisions."""
        return theme(self.theme)

    @cached_property
    def tokens(self) -> Mapping[str, Tokens]:
        """Every colour of the brand, by role, for light, dark and inverse grounds."""
        return derive(self.brand_colour, self.accent_colour, self.look.knobs)

    @property
    def light(self) -> dict[str, str]:
        """Hex colours by role with underscores: what emails and PDFs, which know no custom properties, use."""
        return {name.replace("-", "_"): value for name, value in self.tokens["light"].items()}

    @property
    def dark(self) -> dict[str, str]:
        """The same for a dark ground."""
        return {name.replace("-", "_"): value for name, value in self.tokens["dark"].items()}

    @property
    def color_scheme(self) -> str:
        """The creator's choice, else the theme's."""
        return self.look.color_scheme if self.scheme == "auto" else self.scheme

    @property
    def covers(self) -> str:
        """The cover style where none is asked for."""
        return self.cover_style or self.look.cover_style

    @cached_property
    def art_version(self) -> str:
        """Changes when a cover would be drawn in other colours."""
        return _digest(self.brand_colour, self.accent_colour)[:8]

    @cached_property
    def version(self) -> str:
        """Changes when the stylesheet would."""
        return _digest(self.theme, self.brand_colour, self.accent_colour, self.color_scheme, sources_digest())[:16]

    @property
    def stylesheet_url(self) -> str:
        """Where the site's stylesheet is."""
        return f"/brand/{self.version}.css"

    @property
    def studio_stylesheet_url(self) -> str:
        """Where the Studio's stylesheet is."""
        return f"/brand/{self.version}-studio.css"

    @property
    def icon_url(self) -> str:
        """The browser tab's icon."""
        return f"/brand/{_digest(self.art_version, self.wordmark, _tenant_name())[:8]}-icon.svg"

    def icon_png_url(self, side: int) -> str:
        """The same on a home screen, so many pixels wide."""
        return self.icon_url.replace("-icon.svg", f"-icon-{side}.png")

    @property
    def touch_icon_url(self) -> str:
        """The one that iOS asks for."""
        return self.icon_png_url(TOUCH)

    @property
    def logo_url(self) -> str:
        """Where the logo is, or nothing."""
        return f"/brand/{_digest(self.logo)[:16]}-logo.png" if self.logo else ""


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _tenant_name() -> str:
    tenant = current_tenant()
    return tenant.name if tenant else ""


def current_brand() -> BrandValue:
    """The current tenant's brand; the defaults where there is no tenant or nothing was chosen yet."""
    if current_tenant() is None:
        return BrandValue()
    values = cache.get(CACHE_KEY)
    if values is None:
        values = _read()
        cache.set(CACHE_KEY, values, KEPT_FOR)
    return BrandValue(**values)


def _read() -> dict[str, str]:
    row = Brand.objects.first()
    if row is None:
        return asdict(BrandValue())
    return {field.name: str(getattr(row, field.name) or "") for field in fields(BrandValue)}


def forget_brand() -> None:
    """Let the next page read the brand again."""
    cache.delete(CACHE_KEY)
