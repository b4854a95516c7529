"""Coupons as a creator writes them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marque.kit.money import Money
from tenant_apps.catalog.actions import CouponTerms
from tenant_apps.catalog.forms.money import AmountsField
from tenant_apps.catalog.forms.terms import moment
from tenant_apps.catalog.models import Coupon, ExtraPlace, Offer

_TOLD = {"invalid": _("Write a whole number.")}


def _number(label: Any, *, least: int = 1, most: int, hint: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=hint, required=False, min_value=least, max_value=most, error_messages=_TOLD
    )


class CouponForm(forms.Form):
    """What comes off, for whom, how often, when."""

    title = forms.CharField(label=_("Name"), max_length=120, help_text=_("Buyers read it when there is no code."))
    code = forms.CharField(
        label=_("Code"), max_length=40, required=False, help_text=_("2 to 40 letters, digits or dashes.")
    )
    percent = _number(_("Per cent off"), most=100)
    off = AmountsField(label=_("Or an amount off"), required=False, help_text=_("One a line, such as 50 USD."))
    minimum = AmountsField(label=_("For purchases from"), required=False, help_text=_("One a line, such as 100 USD."))
    payments = _number(_("For how many payments"), most=120, hint=_("Of a subscription. Empty: every one."))
    offers = forms.ModelMultipleChoiceField(
        label=_("Only for"),
        queryset=Offer.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: for everything."),
    )
    without_code = forms.BooleanField(label=_("A sale: for everybody, without a code"), required=False)
    stacks = forms.BooleanField(label=_("May be used together with others like it"), required=False)
    total_limit = _number(_("How often in all"), most=10**7)
    per_person_limit = _number(_("How often per person"), most=1000)
    starts_at = moment(_("Starts"))
    ends_at = moment(_("Ends"))

    def __init__(self, data: Any = None, *, coupon: Coupon | None = None) -> None:
        super().__init__(data, initial=self._as_it_is(coupon) if coupon else {"payments": 1})
        self.fields["offers"].queryset = Offer.objects.exclude(archived_at__isnull=False).order_by("title")  # type: ignore[attr-defined]

    @staticmethod
    def _as_it_is(coupon: Coupon) -> dict[str, Any]:
        amounts = list(coupon.amounts.order_by("currency"))
        names = ("title", "percent", "payments", "without_code", "stacks", "total_limit", "per_person_limit")
        return {
            **{name: getattr(coupon, name) for name in (*names, "starts_at", "ends_at")},
            "off": [each.off for each in amounts if each.off_amount],
            "minimum": [each.minimum for each in amounts if each.minimum_amount],
            "offers": [offer.pk for offer in coupon.offers.all()],
        }

    @property
    def terms(self) -> CouponTerms:
        """As the action takes them."""
        entered = dict(self.cleaned_data)
        for name in ("code", "offers"):
            entered.pop(name)
        entered |= {name: _by_currency(entered[name]) for name in ("off", "minimum")}
        return CouponTerms(**entered)


def _by_currency(amounts: list[Money]) -> dict[str, int]:
    return {money.currency: money.amount for money in amounts}


class CodesForm(forms.Form):
    """Many codes at once."""

    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=10_000, initial=100)
    prefix = forms.CharField(label=_("Beginning"), max_length=20, required=False, help_text=_("Such as LAUNCH-."))
    use_limit = _number(_("Uses of each"), most=10**6, hint=_("Empty: as often as the coupon allows."))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"use_limit": 1})


class ExtraForm(forms.Form):
    """One more thing to offer."""

    offer = forms.ModelChoiceField(
        label=_("Offer"), queryset=Offer.objects.none(), error_messages={"required": _("Choose what to offer.")}
    )
    place = forms.ChoiceField(label=_("Where"), choices=ExtraPlace.choices, widget=forms.RadioSelect, initial="bump")
    percent_off = _number(_("Per cent off"), least=0, most=100)
    pitch = forms.CharField(label=_("Why"), max_length=300, required=False, help_text=_("A sentence beside it."))

    def __init__(self, data: Any = None, *, beside: Offer) -> None:
        super().__init__(data)
        others = Offer.objects.exclude(pk=beside.pk).exclude(archived_at__isnull=False).order_by("title")
        self.fields["offer"].queryset = others  # type: ignore[attr-defined]

    @property
    def terms(self) -> dict[str, Any]:
        """As the action takes them."""
        return {**self.cleaned_data, "percent_off": self.cleaned_data["percent_off"] or 0}
