"""Stripe's payment method domains, in the account that the charge is made in.

Apple's file at /.well-known/ is no longer asked for: registering is all there is to do.
https://docs.stripe.com/payments/payment-methods/pmd-registration
"""

from typing import Any

from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.wallet_domains import Registered
from shared_apps.integrations.stripe.client import ask, client_for, plain
from shared_apps.integrations.stripe.gateway import StripeGateway

# an account that has no PayPal says so for every domain; nothing is wrong with the domain then
_TOLD = {"apple_pay": "Apple Pay", "google_pay": "Google Pay", "link": "Link"}


class StripeDomains:
    """One account's domains."""

    def __init__(self, gateway: StripeGateway) -> None:
        self._client = client_for(gateway.access, gateway.account)

    def register(self, domain: str) -> Registered:
        """Make it, or switch on the one that is there; what Apple was unhappy with before is looked at again."""
        domains = self._client.v1.payment_method_domains
        there = ask(lambda: domains.list({"domain_name": domain, "limit": 1})).data
        if not there:
            made = ask(lambda: domains.create({"domain_name": domain, "enabled": True}))
        elif there[0].enabled:
            made = there[0]
        else:
            made = ask(lambda: domains.update(there[0].id, {"enabled": True}))
        if _problem(plain(made)):
            made = ask(lambda: domains.validate(made.id))
        return Registered(made.id, _problem(plain(made)))

    def disable(self, reference: str) -> None:
        """Stripe deletes none."""
        try:
            ask(lambda: self._client.v1.payment_method_domains.update(reference, {"enabled": False}))
        except ProviderError as error:
            if error.code != "resource_missing":
                raise


def _problem(row: dict[str, Any]) -> str:
    """What stands against a wallet at this domain."""
    said = []
    for name, words in _TOLD.items():
        state = row.get(name) or {}
        details = state.get("status_details") or {}
        if state.get("status") == "inactive" and details.get("error_message"):
            said.append(f"{words}: {details['error_message']}")
    return " ".join(said)
