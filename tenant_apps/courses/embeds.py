"""What other sites show of themselves in a lesson: only those on the list, and only what they say of an address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from shared_apps.integrations.oembed import provider
from shared_apps.integrations.ports.errors import ProviderError

MOST_ASKED = 10


class NotAllowed(Refused):
    """A site that is not on the list."""

    message = _("Only addresses of these sites can be shown: %(names)s. Copy the address of the page you watch it on.")
    field = "address"


class NothingShown(Refused):
    """The site says no."""

    message = _("%(name)s shows nothing at this address. Is it public, and may it be embedded? (%(why)s)")
    field = "address"


class TooManyAtOnce(Refused):
    """Each is a call that somebody waits for."""

    message = _("At most %(most)d addresses of other sites can be added at once. Save, then add the rest.")
    field = "address"


def shown_at(address: str) -> provider.Shown:
    """What an allowed site shows at an address; asks that site. Raises NotAllowed and NothingShown."""
    site = provider.provider_of(address)
    if site is None:
        raise NotAllowed(names=", ".join(one.name for one in provider.PROVIDERS))
    try:
        return provider.look_up(site, address)
    except ProviderError as error:
        raise NothingShown(name=site.name, why=error.message) from error


class Sites:
    """What sites show at the addresses of one page: asked once each, and for a page only so often."""

    def __init__(self, kept: Iterable[dict[str, Any]]) -> None:
        self.known = {one["address"]: one["shown"] for one in kept if one.get("address") and one.get("shown")}
        self.asked = 0

    def shown_at(self, address: str) -> dict[str, Any]:
        """As a block keeps it; raises NotAllowed, NothingShown and TooManyAtOnce."""
        if address not in self.known:
            if self.asked == MOST_ASKED:
                raise TooManyAtOnce(most=MOST_ASKED)
            self.asked += 1
            self.known[address] = asdict(shown_at(address))
        found: dict[str, Any] = self.known[address]
        return found
