"""What operators are asked for a file of payouts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from marque.console.batches.settling import ReasonMissing
from shared_apps.settlements.models import BatchForm


class BatchMadeForm(forms.Form):
    """Which payouts, and as what. The hidden key makes one form one file."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    form = forms.ChoiceField(label=_("For the bank as"), choices=BatchForm.choices)
    payouts = forms.TypedMultipleChoiceField(
        coerce=UUID,
        error_messages={
            "required": _("Choose at least one approved payout that waits."),
            "invalid_choice": _("One of these payouts waits no more. Look again and choose."),
        },
    )

    def __init__(self, data: Any = None, *, currency: str, waiting: Iterable[UUID]) -> None:
        super().__init__(data, initial={"key": uuid4()})
        sepa = currency == "EUR"
        kinds = BatchForm.choices if sepa else [(BatchForm.CSV.value, BatchForm.CSV.label)]
        self.fields["form"].choices = kinds  # type: ignore[attr-defined]
        self.fields["payouts"].choices = [(str(key), str(key)) for key in waiting]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300, error_messages={"required": ReasonMissing.message})


class NoForm(forms.Form):
    """A button is enough."""
