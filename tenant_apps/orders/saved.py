"""Cards a signed-in buyer let the business keep, offered at the checkout; and whether to keep a new one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shared_apps.integrations.ports.payments import PaymentGateway
from tenant_apps.payments.models import SavedMethod
from tenant_apps.people.models import Person

NEW = "new"
MOST = 5


class SavedForm(forms.Form):
    """Which card pays, and whether a new one is kept: a box that nobody ticks but the buyer."""

    pay_with = forms.ChoiceField(label=_("Pay with"), widget=forms.RadioSelect)
    keep = forms.BooleanField(
        label=_("Keep this card for next time"),
        required=False,
        help_text=_("You can take it away in your account, any time."),
    )

    def __init__(self, data: Any = None, *, cards: list[SavedMethod], may_keep: bool) -> None:
        self.cards = {str(card.key): card for card in cards}
        super().__init__(data, initial={"pay_with": next(iter(self.cards), NEW)})
        known = [(key, str(card)) for key, card in self.cards.items()]
        self.fields["pay_with"].choices = [*known, (NEW, _("Another card"))]  # type: ignore[attr-defined]
        self.fields["pay_with"].required = False
        wrong = _("This card is not here any more. Nothing was charged. Choose another one.")
        self.fields["pay_with"].error_messages["invalid_choice"] = wrong
        if not may_keep:
            del self.fields["keep"]
        if not self.cards:
            del self.fields["pay_with"]

    @property
    def chosen(self) -> SavedMethod | None:
        """The kept card that pays; None for a new one."""
        said = (self.data or self.initial).get("pay_with", NEW)
        return self.cards.get(said)

    @property
    def keeps(self) -> bool:
        """Is a new card to be kept?"""
        return bool(self.is_bound and self.is_valid() and self.cleaned_data.get("keep"))


def saved_form(
    data: Any, *, person: Person | None, gateways: list[PaymentGateway], over_time: bool
) -> SavedForm | None:
    """For the signed-in buyer alone: anybody may type their email at a checkout."""
    keeping = [gateway.name for gateway in gateways if gateway.capabilities.saves_methods]
    if person is None or not keeping:
        return None
    cards = list(SavedMethod.objects.usable().filter(person=person, gateway__in=keeping)[:MOST])
    # what is paid over time is kept anyway, and says so
    return SavedForm(data, cards=cards, may_keep=not over_time)
