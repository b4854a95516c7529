"""A wallet to practise with: it knows a name, an email, a place and some test cards, and pays with one press."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marque.kit.money import Money
from shared_apps.integrations.ports.wallets import PREFIX
from shared_apps.integrations.sandbox.cards import CARDS
from shared_apps.integrations.sandbox.forms import sealed
from shared_apps.integrations.sandbox.gateway import SandboxGateway

# the page names none of them by its number
_CARDS = {
    "good": ("4242424242424242", _("Visa 4242: is paid")),
    "declined": ("4000000000000002", _("Visa 0002: is declined")),
    "asks": ("4000002500003155", _("Visa 3155: asks the bank first")),
    "fails_later": ("4000000000000341", _("Visa 0341: is paid once, and fails at renewal")),
}


class PracticeWalletForm(forms.Form):
    """Which of the wallet's cards pays."""

    template = "payments/wallets/practice.html"
    card = forms.ChoiceField(
        label=_("Card"),
        choices=[(name, words) for name, (_number, words) in _CARDS.items()],
        error_messages={
            "required": _("The wallet was closed. Nothing was charged."),
            "invalid_choice": _("This card is not in the practice wallet. Nothing was charged."),
        },
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, account: str) -> None:
        super().__init__(data, prefix=PREFIX)
        self.account = account

    def clean(self) -> dict[str, Any]:
        """The card as a token."""
        entered = super().clean() or {}
        return sealed(self.account, CARDS[_CARDS[entered["card"]][0]]) if "card" in entered else {}


def wallet_form(
    gateway: SandboxGateway, data: Mapping[str, Any] | None = None, *, money: Money, save_method: bool = False
) -> PracticeWalletForm:
    """The practice wallet."""
    return PracticeWalletForm(data, account=gateway.account)
