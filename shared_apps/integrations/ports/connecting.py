"""Connecting a business to a gateway: what to ask its owner for, and whether what they gave works."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.module_loading import import_string

from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import Merchant

SETUPS = {
    "sandbox": "shared_apps.integrations.sandbox.setup.SandboxSetup",
    "stripe": "shared_apps.integrations.stripe.setup.StripeSetup",
    "paypal": "shared_apps.integrations.paypal.setup.PayPalSetup",
    "razorpay": "shared_apps.integrations.razorpay.setup.RazorpaySetup",
    "manual": "shared_apps.integrations.manual.setup.ManualSetup",
}


@dataclass(frozen=True)
class KeyField:
    """One thing an owner types. A secret one is never shown again; a long one is some lines of text."""

    name: str
    label: str | Promise
    help: str | Promise = ""
    secret: bool = True
    required: bool = True
    long: bool = False


@dataclass(frozen=True)
class AccountFacts:
    """What a gateway says of an account. `problems` are sentences about what it cannot do yet."""

    account: str
    name: str = ""
    live: bool = False
    problems: tuple[str, ...] = ()


class GatewaySetup(Protocol):
    """How one gateway is connected. `fields` are empty when nothing has to be typed.

    One that `has_page` can take a payment on its own page as well as on ours.
    """

    name: str
    title: str | Promise
    about: str | Promise
    fields: tuple[KeyField, ...]
    merchants: frozenset[Merchant]
    has_page: bool

    def look(self, keys: Mapping[str, str], *, account: str = "") -> AccountFacts:
        """Ask the gateway whose keys these are; ProviderError with a sentence when they do not work."""
        ...


def gateway_setup(name: str) -> GatewaySetup:
    """How a gateway is connected."""
    try:
        return import_string(SETUPS[name])()
    except KeyError:
        raise ProviderError(f"There is no payment gateway called {name!r}.", permanent=True) from None
