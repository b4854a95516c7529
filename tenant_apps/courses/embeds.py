"""What other sites show of themselves in a lesson: only those on the list, and only what they say of an address."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from shared_apps.integrations.oembed import provider
from shared_apps.integrations.ports.errors import ProviderError


class NotAllowed(Refused):
    """A site that is not on the list."""

    message = _("Only addresses of these sites can be shown: %(names)s. Copy the address of the page you watch it on.")
    field = "address"


class NothingShown(Refused):
    """The site says no."""

    message = _("%(name)s shows nothing at this address. Is it public, and may it be embedded? (%(why)s)")
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


def shown_as_value(address: str) -> dict[str, Any]:
    """The same as a block keeps it; raises NotAllowed and NothingShown."""
    return asdict(shown_at(address))
