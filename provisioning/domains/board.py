"""What the pages show of domains: one card each, without asking the DNS."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.utils.translation import gettext_lazy as _

from provisioning.domains.evidence import our_addresses
from provisioning.domains.looking import said
from provisioning.domains.records import Way, ways_for
from shared_apps.integrations.dns import Resolver
from shared_apps.tenants.domain import Domain
from shared_apps.tenants.models import Tenant

# state → label, tone
STATES: dict[str, tuple[Any, str]] = {
    "own": (_("Always yours"), ""),
    "former": (_("Former address"), ""),
    "connected": (_("Connected"), "good"),
    "proven": (_("Yours, not moved yet"), "warn"),
    "failing": (_("Leads elsewhere"), "warn"),
    "lapsed": (_("Disconnected"), "bad"),
    "waiting": (_("Waiting for DNS"), "warn"),
}
_KEPT_SECONDS = 600


@dataclass(frozen=True)
class Card:
    """One domain as a person sees it."""

    row: Domain
    label: Any
    tone: str
    problems: tuple[str, ...]
    warnings: tuple[str, ...]
    ways: tuple[Way, ...]
    url: str

    @property
    def is_done(self) -> bool:
        """Whether its records need no attention."""
        return self.row.leads_here and not self.warnings


def board_of(tenant: Tenant) -> list[Card]:
    """All of a tenant's, where it lives first."""
    rows = tenant.domains.select_related("tenant").order_by("-is_primary", "-created_at", "id")
    return [card_of(row) for row in rows]


def card_of(row: Domain) -> Card:
    """One of them, from what the last look found."""
    label, tone = STATES[row.state]
    port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
    return Card(
        row=row,
        label=label,
        tone=tone,
        problems=said(row, row.findings),
        warnings=said(row, row.findings, mild=True),
        ways=() if row.is_own else tuple(ways_for(row, _addresses())),
        url=f"{settings.PUBLIC_SCHEME}://{row.domain}{port}/",
    )


def _addresses() -> frozenset[str]:
    """The platform's addresses; where they come from DNS, asked once in ten minutes."""
    if settings.DOMAIN_ADDRESSES:
        return our_addresses(Resolver())
    kept = caches["control"].get("platform-addresses")
    if kept is None:
        kept = our_addresses(Resolver())
        caches["control"].set("platform-addresses", kept, _KEPT_SECONDS if kept else 30)
    return frozenset(kept)
