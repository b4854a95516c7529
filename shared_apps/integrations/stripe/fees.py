"""The platform's fee on its way back: on its own, where the bank took the sale back, and with a refund."""

from typing import Any

from marque.kit.money import Money
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import Access, Merchant
from shared_apps.integrations.stripe.amounts import to_stripe
from shared_apps.integrations.stripe.client import ask, client_for, plain
from shared_apps.integrations.stripe.results import fee_given_back


class StripeFees:
    """Fees of direct charges on connected accounts."""

    name = "stripe"

    def __init__(self, *, account: str, access: Access) -> None:
        self.account, self.access = account, access

    def give_back(self, *, reference: str, money: Money, idempotency_key: str) -> None:
        """So much of the fee of this payment; the same key gives it once."""
        direct = client_for(self.access, self.account)
        found = ask(lambda: direct.v1.payment_intents.retrieve(reference, {"expand": ["latest_charge"]}))
        fee = (plain(found).get("latest_charge") or {}).get("application_fee")
        if not fee:
            raise ProviderError("Stripe knows of no fee of the platform on this payment.", permanent=True)
        # the fee is the platform's: asked without the connected account
        client = client_for(Access(platform=self.access.platform, merchant=Merchant.PLATFORM))
        name = fee if isinstance(fee, str) else fee["id"]
        params: Any = {"amount": to_stripe(money)}
        options: Any = {"idempotency_key": idempotency_key}
        ask(lambda: client.v1.application_fees.refunds.create(name, params, options))

    def given_back(self, *, refund: str, currency: str) -> int:
        """As the refund's own line in the account's balance says it."""
        direct, params = client_for(self.access, self.account), {"expand": ["balance_transaction"]}
        found = ask(lambda: direct.v1.refunds.retrieve(refund, params))  # type: ignore[arg-type]
        back = fee_given_back(found, currency)
        if back is None:
            raise ProviderError("Stripe has not booked this refund yet.", permanent=False)
        return back
