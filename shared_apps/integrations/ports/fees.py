"""The platform's own fees, where a gateway keeps them back from each charge."""

from __future__ import annotations

from typing import Protocol

from django.utils.module_loading import import_string

from marque.kit.money import Money
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import Access

KEEPERS = {"stripe": "shared_apps.integrations.stripe.fees.StripeFees"}


class FeeKeeper(Protocol):
    """Holds fees for the platform."""

    name: str

    def give_back(self, *, reference: str, money: Money, idempotency_key: str) -> None:
        """Give so much of a payment's fee to the business; the same key does it once. ProviderError when it did not."""
        ...

    def given_back(self, *, refund: str, currency: str) -> int:
        """What came back of the fee with a refund, in minor units. ProviderError when the gateway does not say."""
        ...


def fee_keeper(name: str, *, account: str, access: Access) -> FeeKeeper:
    """The fees of a business's account at a gateway; a permanent ProviderError where none are kept."""
    try:
        path = KEEPERS[name]
    except KeyError:
        raise ProviderError(f"{name!r} keeps no fees for the platform.", permanent=True) from None
    found: FeeKeeper = import_string(path)(account=account, access=access)
    return found
