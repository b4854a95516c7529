"""Paying somebody their share: what the ledger asks of any way to send money."""

from dataclasses import dataclass
from typing import Protocol

from django.utils.module_loading import import_string

from marque.kit.money import Money
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import Access

WAYS = {
    "manual": "shared_apps.integrations.manual_payouts.way.ByHand",
    "stripe": "shared_apps.integrations.stripe.transfers.StripeTransfers",
}


@dataclass(frozen=True)
class PayoutRequest:
    """So much to one account. `destination` is the way's own name of it.

    `attempt` is the same until the way has said for certain that this one sent nothing.
    """

    money: Money
    destination: str
    idempotency_key: str
    description: str = ""
    attempt: str = ""


@dataclass(frozen=True)
class PayoutResult:
    """What became of it: not `paid` means somebody else will say when it is."""

    reference: str
    paid: bool


class PayoutWay(Protocol):
    """Sends money to an account. A call with the same idempotency key has the same outcome."""

    name: str

    def send(self, request: PayoutRequest) -> PayoutResult:
        """Send it. A ProviderError that is certain means nothing was sent; any other that nobody knows."""
        ...


def payout_way(name: str, *, account: str, access: Access | None = None) -> PayoutWay:
    """The way of a payout account. `account` is the business that pays; raises a permanent ProviderError."""
    try:
        path = WAYS[name]
    except KeyError:
        raise ProviderError(f"There is no way to pay out called {name!r}.", permanent=True) from None
    return import_string(path)(account=account, access=access or Access())
