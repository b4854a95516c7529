"""Paying with one press: the buttons of wallets that a gateway shows above the checkout's form."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.module_loading import import_string

from marque.kit.money import Money
from shared_apps.integrations.ports.payments import PaymentGateway

FORMS = {
    "sandbox": "shared_apps.integrations.sandbox.wallets.wallet_form",
    "stripe": "shared_apps.integrations.stripe.wallets.wallet_form",
}
PREFIX = "wallet"


def wallet_form(
    gateway: PaymentGateway, data: Mapping[str, Any] | None = None, *, money: Money, save_method: bool = False
) -> forms.Form | None:
    """The buttons of an opened gateway, with a `template`; None where it has none to show.

    Its cleaned_data is that of `method_form`: to charge, a wallet's token is a token like any other.
    """
    if not gateway.capabilities.wallets:
        return None
    found: forms.Form = import_string(FORMS[gateway.name])(gateway, data, money=money, save_method=save_method)
    return found
