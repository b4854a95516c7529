"""What the pages about money ask."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marque.kit.money import BadAmount, Money
from tenant_apps.catalog.models import Product
from tenant_apps.ledger.models import Part, PayoutAccount, PayoutTerms, Schedule, Until
from tenant_apps.people.models import Person


class AmountField(forms.CharField):
    """An amount as people write it, in a currency that is known already."""

    currency = "USD"

    def clean(self, value: Any) -> Any:
        """Money, or None when it may be left out."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return Money.parse(text, self.currency, get_language() or "en")
        except BadAmount as refused:
            raise forms.ValidationError(str(refused)) from refused


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, error_messages={"required": _("Write a reason. It is kept with the books.")}
    )


class PaidForm(forms.Form):
    """How somebody can find the transfer again."""

    reference = forms.CharField(label=_("Reference of the transfer"), max_length=120, required=False)


class AdjustmentForm(forms.Form):
    """What a gateway moved for a reason that only a person can look up."""

    gateway = forms.ChoiceField(label=_("Gateway"))
    reference = forms.CharField(label=_("Its name there"), max_length=60)
    money = AmountField(label=_("Amount"), help_text=_("What was added; with a minus, what was taken."))
    reason = forms.CharField(label=_("What it was"), max_length=300)

    def __init__(self, *args: Any, gateways: list[str], currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gateway"].choices = [(name, name) for name in gateways]  # type: ignore[attr-defined]
        self.fields["money"].currency = currency


class RequestForm(forms.Form):
    """How much to pay out. The hidden key makes one form one payout."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    amount = AmountField(label=_("Amount"), error_messages={"required": _("Write how much to pay out.")})

    def __init__(self, *args: Any, available: Money, **kwargs: Any) -> None:
        asked = max(available, Money.zero(available.currency)).format(get_language() or "en", cents=True)
        super().__init__(*args, initial={"request_key": uuid4(), "amount": asked}, **kwargs)
        self.fields["amount"].currency = available.currency


class AccountForm(forms.ModelForm):
    """Where payouts go."""

    class Meta:
        model = PayoutAccount
        fields = ["currency", "holder", "iban", "bic", "details"]
        widgets = {"details": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"details": _("Where there is no IBAN: bank, routing or sort code, account number.")}

    def clean_currency(self) -> str:
        """As ISO writes it."""
        return str(self.cleaned_data["currency"]).strip().upper()

    def validate_unique(self) -> None:
        """A new one replaces the one before."""

    def validate_constraints(self) -> None:
        """The action decides."""


class TermsForm(forms.Form):
    """When and how much is paid out."""

    schedule = forms.ChoiceField(label=_("When"), choices=Schedule.choices)
    minimum = AmountField(label=_("At least"), required=False)
    hold_days = forms.IntegerField(label=_("Days until earnings are available"), min_value=0, max_value=180)

    def __init__(self, *args: Any, terms: PayoutTerms, currency: str, **kwargs: Any) -> None:
        minimum = Money(terms.minimum_amount, currency)
        initial = {"schedule": terms.schedule, "minimum": minimum.format(get_language() or "en", cents=True)}
        super().__init__(*args, initial={**initial, "hold_days": terms.hold_days}, **kwargs)
        self.fields["minimum"].currency = currency


def _known(email: str) -> Person:
    found = Person.objects.known_as(email).first()
    if found is None:
        raise forms.ValidationError(_("Nobody here has this email."))
    return found


class RuleForm(forms.Form):
    """A commission rule."""

    part = forms.ChoiceField(label=_("Who gets it"), choices=Part.choices)
    percent = forms.DecimalField(label=_("Percent of the price"), min_value=0, max_value=100, decimal_places=2)
    person = forms.EmailField(label=_("Only this person (email)"), required=False)
    product = forms.ModelChoiceField(
        label=_("Only this product"), queryset=Product.objects.none(), required=False, to_field_name="key"
    )
    category = forms.ChoiceField(label=_("Only this kind of product"), required=False)
    until = forms.ChoiceField(label=_("Escrow"), choices=Until.choices, required=False)
    hold_days = forms.IntegerField(label=_("Days on hold"), min_value=0, max_value=365, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = Product.objects.order_by("title", "pk")
        kinds = Product.objects.order_by("kind").values_list("kind", flat=True).distinct()
        self.fields["category"].choices = [("", _("Every kind")), *((kind, kind) for kind in kinds)]

    def clean_person(self) -> Person | None:
        """Somebody the business knows."""
        email = self.cleaned_data["person"]
        return _known(email) if email else None

    def clean_percent(self) -> int:
        """In basis points."""
        return int(self.cleaned_data["percent"] * Decimal(100))


class ContributorForm(forms.Form):
    """One person's part in one product."""

    product = forms.ModelChoiceField(label=_("Product"), queryset=Product.objects.none(), to_field_name="key")
    person = forms.EmailField(label=_("Email"))
    part = forms.ChoiceField(label=_("Part"), choices=Part.choices[:2])
    weight = forms.IntegerField(
        label=_("Weight"), min_value=0, max_value=10_000, initial=1, help_text=_("2 gets twice what 1 gets; 0 removes.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = Product.objects.order_by("title", "pk")

    def clean_person(self) -> Person:
        """Somebody the business knows."""
        return _known(self.cleaned_data["person"])
