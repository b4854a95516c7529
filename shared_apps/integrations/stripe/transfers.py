"""Payouts through Stripe: from the platform's balance to an account that it opened, and from there to a bank.

https://docs.stripe.com/connect/separate-charges-and-transfers
"""

from typing import Any

from django.utils.translation import gettext as _

from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import Access, Merchant
from shared_apps.integrations.ports.payouts import PayoutRequest, PayoutResult
from shared_apps.integrations.stripe.amounts import to_stripe
from shared_apps.integrations.stripe.client import ask, client_for


class StripeTransfers:
    """With the platform's keys: it alone may send what it collected."""

    name = "stripe"

    def __init__(self, *, account: str, access: Access) -> None:
        self.account, self.access = account, Access(platform=access.platform, merchant=Merchant.PLATFORM)

    def send(self, request: PayoutRequest) -> PayoutResult:
        """A transfer; it is done when it is made, or it was not made."""
        client, group = client_for(self.access), f"payout-{request.idempotency_key}"
        looked: Any = {"transfer_group": group, "limit": 1}
        try:
            known = ask(lambda: client.v1.transfers.list(looked)).data
        except ProviderError as error:  # a no to this question says nothing of what was sent before
            raise ProviderError(error.message, permanent=False, code=error.code) from error
        if known:
            return PayoutResult(reference=known[0].id, paid=True)
        params: Any = {
            "amount": to_stripe(request.money),
            "currency": request.money.currency.lower(),
            "destination": request.destination,
            "description": request.description[:500],
            "transfer_group": group,
            "metadata": {"tenant": self.account, "payout": request.idempotency_key},
        }
        # Stripe repeats a refusal for as long as it knows the key, and tomorrow there may be enough; until it refuses,
        # whoever asks has the same key, so that two at once send once
        options: Any = {"idempotency_key": f"{group}-{request.attempt}"}
        try:
            made = ask(lambda: client.v1.transfers.create(params, options))
        except ProviderError as error:
            if error.code != "balance_insufficient":
                raise
            # money on its way to the balance; asked again until it is there
            message = _("The platform's balance at Stripe is too low today.")
            raise ProviderError(message, permanent=False, certain=True) from error
        return PayoutResult(reference=made.id, paid=True)
