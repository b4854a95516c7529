"""Telling a gateway at which domains its wallets may show."""

from dataclasses import dataclass
from typing import Protocol

from django.utils.module_loading import import_string

from shared_apps.integrations.ports.payments import PaymentGateway

REGISTRIES = {"stripe": "shared_apps.integrations.stripe.domains.StripeDomains"}


@dataclass(frozen=True)
class Registered:
    """A domain as the gateway knows it. `problem` is what it says against one of the wallets, in its own words."""

    reference: str
    problem: str = ""


class WalletDomains(Protocol):
    """A gateway's list of domains. Both may be asked again: a domain is there once."""

    def register(self, domain: str) -> Registered:
        """Let wallets show there; a permanent ProviderError when the domain is refused."""
        ...

    def disable(self, reference: str) -> None:
        """Let them show there no more. One that is gone already is fine."""
        ...


def wallet_domains(gateway: PaymentGateway) -> WalletDomains | None:
    """The list of an opened gateway; None where it keeps none."""
    path = REGISTRIES.get(gateway.name)
    made: WalletDomains | None = import_string(path)(gateway) if path else None
    return made
