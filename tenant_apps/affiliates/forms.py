"""What the pages about affiliates ask."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenant_apps.affiliates.models import AffiliateProgramme, AffiliateText, Approval, Joining, Renewals


class JoinForm(forms.Form):
    """An application."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=40,
        help_text=_("It stands at the end of your links. Letters, digits and dashes; it cannot be changed later."),
        error_messages={"required": _("Choose a code.")},
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}),
    )
    about = forms.CharField(
        label=_("How will you tell people?"),
        max_length=600,
        required=False,
        help_text=_("Your newsletter, your channel, a talk you give: a line or two."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    agreed = forms.BooleanField(
        label=_("I agree to the terms of this programme"),
        error_messages={"required": _("Tick the box to join.")},
    )


class PercentField(forms.DecimalField):
    """Per cent as people write it, basis points inside."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=100, decimal_places=2, **kwargs)

    def clean(self, value: Any) -> int | None:
        """12.5 is 1250."""
        text = value.strip().rstrip("%").strip() if isinstance(value, str) else value
        found = super().clean(text)
        return None if found is None else int(found * Decimal(100))


class ProgrammeForm(forms.Form):
    """The whole programme on one page."""

    joining = forms.ChoiceField(label=_("Who may join"), choices=Joining.choices, widget=forms.RadioSelect)
    approval = forms.ChoiceField(label=_("Applications"), choices=Approval.choices, widget=forms.RadioSelect)
    percent = PercentField(
        label=_("Share of each sale, in per cent"),
        required=False,
        help_text=_("Of the price without discount and tax. Left empty, only other rules give something."),
    )
    hold_days = forms.IntegerField(
        label=_("Days until it can be paid out"),
        min_value=0,
        max_value=365,
        required=False,
        help_text=_("Longer than you give refunds. Left empty, as your payout terms say."),
    )
    click_days = forms.IntegerField(
        label=_("Days a click counts"), min_value=1, max_value=365, help_text=_("The last click wins.")
    )
    renewals = forms.ChoiceField(label=_("Subscriptions"), choices=Renewals.choices)
    renewal_months = forms.IntegerField(
        label=_("Months"), min_value=1, max_value=120, help_text=_("Where payments count for a number of months.")
    )
    pitch = forms.CharField(
        label=_("What you tell people"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why somebody should recommend you. It stands on the programme's page."),
    )
    terms = forms.CharField(
        label=_("Terms"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What affiliates agree to: how they may advertise, what ends it."),
    )

    def __init__(self, *args: Any, programme: AffiliateProgramme, **kwargs: Any) -> None:
        own = {name: getattr(programme, name) for name in self.base_fields if hasattr(programme, name)}
        super().__init__(*args, initial={**own, **kwargs.pop("initial", {})}, **kwargs)


class TextForm(forms.ModelForm):
    """Words for affiliates to use."""

    class Meta:
        model = AffiliateText
        fields = ["title", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 5})}

    def validate_unique(self) -> None:
        """The action decides."""

    def validate_constraints(self) -> None:
        """The action decides."""


class RateForm(forms.Form):
    """What one affiliate gets."""

    percent = PercentField(
        label=_("Share of each sale, in per cent"), required=False, help_text=_("Left empty, what everybody gets.")
    )


class CouponForm(forms.Form):
    """A code that stands for an affiliate."""

    coupon = forms.CharField(
        label=_("Coupon code"), max_length=40, error_messages={"required": _("Write a coupon's code.")}
    )


class ReasonForm(forms.Form):
    """Why somebody is turned down or paused."""

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)
