"""Stripe's own fields in our page. What comes back is a token; a number has no way in."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marque.kit.money import Money
from shared_apps.integrations.stripe.amounts import to_stripe

_TOKEN = re.compile(r"^(ctoken|pm)_\w{3,200}$", re.ASCII)
_SCRIPTS = "https://js.stripe.com"
# what the release of Stripe.js is called that goes with the API version: 2026-10-28.endive
_JS = "{host}/{release}/stripe.js"

# https://docs.stripe.com/security/guide#content-security-policy
_CSP = {
    "script-src": [_SCRIPTS, "https://*.js.stripe.com"],
    "frame-src": [_SCRIPTS, "https://*.js.stripe.com", "https://hooks.stripe.com"],
    "connect-src": ["https://api.stripe.com"],
}


class ElementForm(forms.Form):
    """A hidden token that Stripe's script fills. `public` is what the script is told; nothing in it is secret."""

    template = "payments/fields/stripe.html"
    question = "payments/fields/stripe_question.html"

    method = forms.CharField(
        max_length=220,
        widget=forms.HiddenInput,
        error_messages={"required": _("Fill in how you want to pay. Nothing was charged.")},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        publishable_key: str,
        account: str,
        release: str,
        money: Money | None,
        saves: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.csp = practice_csp() if settings.STRIPE_JS else _CSP
        self.public = {
            "src": settings.STRIPE_JS or _JS.format(host=_SCRIPTS, release=release),
            "key": publishable_key,
            "account": account,
            "amount": str(to_stripe(money)) if money else "",
            "currency": money.currency.lower() if money is not None else "",
            # Stripe refuses a token whose page did not say that the card is kept
            "saves": "1" if saves else "",
        }

    def clean_method(self) -> str:
        """A token of Stripe's, and nothing that looks like a card."""
        token = str(self.cleaned_data["method"])
        if not _TOKEN.match(token):
            raise forms.ValidationError(_("The payment form did not load. Reload the page; nothing was charged."))
        return token

    def clean(self) -> dict[str, Any]:
        """The port's three values; brand and last digits are known once the charge is answered."""
        entered = super().clean() or {}
        return {**entered, "brand": "", "last4": ""} if "method" in entered else {}


def practice_csp() -> dict[str, list[str]]:
    """Where the double's script comes from, instead of Stripe's."""
    host = settings.STRIPE_JS.partition("/js/")[0]
    return {"script-src": [host], "frame-src": [host], "connect-src": [host]}
