"""Stripe's Express Checkout Element: Apple Pay, Google Pay, Link and PayPal, where buyer and account have them.

https://docs.stripe.com/elements/express-checkout-element and https://docs.stripe.com/js/elements_object
"""

from collections.abc import Mapping
from typing import Any

from marque.kit.money import Money
from shared_apps.integrations.ports.wallets import PREFIX
from shared_apps.integrations.stripe.forms import ElementForm
from shared_apps.integrations.stripe.gateway import StripeGateway


class ExpressForm(ElementForm):
    """The hidden token that a wallet's confirmation fills."""

    template = "payments/wallets/stripe.html"
    # a wallet's window has to find the page that opened it
    opens_windows = True


def wallet_form(
    gateway: StripeGateway, data: Mapping[str, Any] | None = None, *, money: Money, save_method: bool = False
) -> ExpressForm:
    """The buttons for this much."""
    facts = gateway.script_facts()
    form = ExpressForm(data, **facts, money=money, saves=save_method, prefix=PREFIX)
    form.public["wallets"] = " ".join(sorted(gateway.capabilities.wallets))
    return form
