"""What is asked when a wallet is adjusted by hand, by a business or by an operator."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from tenant_apps.ledger.actions.adjusting import NothingToAdjust, ReasonMissing
from tenant_apps.ledger.forms import AmountField
from tenant_apps.ledger.models import LedgerAccount, Part
from tenant_apps.ledger.queries import money, wallets_of
from tenant_apps.people.models import Person
from themes.brand import current_brand


class ReasonedForm(forms.Form):
    """Why, and whether a balance may go below zero."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("Its owner reads it in their statement."),
        error_messages={"required": ReasonMissing.message},
    )
    may_go_negative = forms.BooleanField(
        label=_("The balance may go below zero"),
        required=False,
        help_text=_("What is missing is recovered from what is earned next."),
    )


class WalletForm(ReasonedForm):
    """More or less in somebody's wallet. The hidden key makes one form one adjustment."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    direction = forms.ChoiceField(label=_("What"), choices=[("add", _("Add to it")), ("take", _("Take from it"))])
    part = forms.ChoiceField(label=_("Which share"), choices=Part.choices)
    currency = forms.ChoiceField(label=_("Currency"))
    amount = AmountField(label=_("Amount"), error_messages={"required": NothingToAdjust.message})
    field_order = ("request_key", "direction", "amount", "currency", "part", "reason", "may_go_negative")

    def __init__(self, data: Any = None, *, person: Person) -> None:
        own = [wallet.currency for wallet in wallets_of(person)]
        known = list(dict.fromkeys([*own, current_brand().currency, *money.currencies()]))
        account = LedgerAccount.objects.filter(owner=person, kind__in=Part.values).order_by("pk").first()
        initial = {"request_key": uuid4(), "currency": known[0], "part": account.kind if account else Part.AUTHOR}
        super().__init__(data, initial=initial)
        self.fields["currency"].choices = [(name, name) for name in known]  # type: ignore[attr-defined]
        asked = data.get("currency", "") if data else ""
        self.fields["amount"].currency = asked if asked in known else known[0]

    def clean_amount(self) -> Any:
        """The direction says whether it is more or less."""
        amount = self.cleaned_data["amount"]
        if amount.amount <= 0:
            raise forms.ValidationError(NothingToAdjust.message)
        return amount

    @property
    def asked(self) -> dict[str, Any]:
        """As the action wants it."""
        given = self.cleaned_data
        amount = given["amount"] if given["direction"] == "add" else -given["amount"]
        names = ("part", "reason", "request_key", "may_go_negative")
        return {"money": amount, **{name: given[name] for name in names}}
