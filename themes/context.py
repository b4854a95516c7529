"""What every template knows: the brand, and the site's name and ways around. Nothing is read until a template asks."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from marque.kit.clock import now
from marque.kit.tenancy.context import current_tenant
from themes.brand import BrandValue, current_brand
from themes.navigation import Link, footer_links, main_links


@dataclass(frozen=True)
class Site:
    """The creator's site, as its frame needs it."""

    name: str
    kind: str
    main: list[Link]
    foot: list[tuple[str, list[Link]]]
    year: int
    copy_of: str = ""


def current_site(brand: BrandValue) -> Site:
    """The site of the current tenant; nameless outside one."""
    tenant = current_tenant()
    return Site(
        name=brand.wordmark or (tenant.name if tenant else ""),
        kind=tenant.type if tenant else "",
        main=main_links(),
        foot=footer_links(),
        year=now().year,
        copy_of=tenant.copy_of if tenant and tenant.safe_mode else "",
    )


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `brand` and `site`."""
    brand = SimpleLazyObject(current_brand)
    return {"brand": brand, "site": SimpleLazyObject(lambda: current_site(brand))}
