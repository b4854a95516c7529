"""How to pay by hand."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shared_apps.integrations.ports.payments import Method

WORDS = {
    Method.TRANSFER: _("Bank transfer"),
    Method.CASH: _("Cash"),
    Method.INVOICE: _("Invoice"),
}


class ByHandForm(forms.Form):
    """One of what the business takes; a single one needs no question."""

    template = "payments/fields/by_hand.html"

    by_hand = forms.ChoiceField(label=_("How do you pay?"), widget=forms.RadioSelect)

    def __init__(self, data: Mapping[str, Any] | None = None, *, methods: list[Method]) -> None:
        super().__init__(data, initial={"by_hand": methods[0].value if methods else ""})
        self.methods = methods
        self.fields["by_hand"].choices = [(method.value, WORDS[method]) for method in methods]  # type: ignore[attr-defined]
        self.fields["by_hand"].required = len(methods) > 1

    def clean(self) -> dict[str, Any]:
        """The port's three values."""
        entered = super().clean() or {}
        chosen = entered.get("by_hand") or (self.methods[0].value if len(self.methods) == 1 else "")
        return {"method": chosen, "brand": "", "last4": ""} if chosen else {}
