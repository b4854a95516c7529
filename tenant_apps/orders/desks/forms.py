"""Forms of the Studio's pages about selling."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marque.kit.money import BadAmount, Money
from tenant_apps.catalog.models import Offer
from tenant_apps.orders.models import EuVat, PaidBy, TaxEngineChoice
from tenant_apps.orders.places import countries


class SellerForm(forms.Form):
    """Who sells: what every invoice says."""

    legal_name = forms.CharField(label=_("Legal name"), max_length=140, help_text=_("As it stands in the register."))
    postal_address = forms.CharField(
        label=_("Address"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Without the country."),
    )
    country = forms.ChoiceField(label=_("Country"))
    region = forms.CharField(
        label=_("State or province"), max_length=8, required=False, help_text=_("Its short code, such as TX or ON.")
    )
    tax_id = forms.CharField(
        label=_("Tax ID"), max_length=32, required=False, help_text=_("VAT ID, GSTIN, ABN or EIN, if you have one.")
    )
    registration = forms.CharField(
        label=_("Registration"),
        max_length=140,
        required=False,
        help_text=_("If the law asks for it: Amtsgericht Köln HRB 1234."),
    )
    footer = forms.CharField(
        label=_("Small print"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    invoice_prefix = forms.CharField(label=_("Before invoice numbers"), max_length=12, required=False)
    credit_prefix = forms.CharField(label=_("Before credit note numbers"), max_length=12, required=False)
    tax_engine = forms.ChoiceField(label=_("Who works out the tax"), choices=TaxEngineChoice.choices, required=False)
    eu_vat = forms.ChoiceField(label=_("VAT in the EU"), choices=EuVat.choices, required=False)
    prices_include_tax = forms.BooleanField(
        label=_("My prices include tax"),
        required=False,
        help_text=_("Usual where buyers are private and pay VAT. Otherwise tax is added at the checkout."),
    )
    suspend_disputed = forms.BooleanField(
        label=_("Close access while a buyer's bank questions a payment"), required=False
    )

    who = ("legal_name", "country", "postal_address", "region", "tax_id", "registration")
    papers = ("invoice_prefix", "credit_prefix")

    def clean_tax_engine(self) -> str:
        """The table, where nothing was chosen."""
        return self.cleaned_data["tax_engine"] or TaxEngineChoice.TABLE.value

    def who_fields(self) -> list[tuple[forms.BoundField, bool]]:
        """The fields about the seller, each with whether it may stay empty."""
        return [(self[name], not self.fields[name].required) for name in (*self.who, *self.papers)]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = countries(get_language() or "en")
        self.fields["country"].choices = [("", _("Choose")), *known]  # type: ignore[attr-defined]

    def clean_eu_vat(self) -> str:
        """Nothing chosen is no registration."""
        return self.cleaned_data["eu_vat"] or str(EuVat.NONE)

    def clean_region(self) -> str:
        """In capitals, as codes are written."""
        return str(self.cleaned_data["region"]).strip().upper()


class RateForm(forms.Form):
    """A rate where the seller is registered."""

    country = forms.ChoiceField(label=_("Country"))
    region = forms.CharField(
        label=_("State or province"), max_length=8, required=False, help_text=_("Empty: the whole country.")
    )
    product_class = forms.ChoiceField(label=_("For"), required=False)
    name = forms.CharField(label=_("Called"), max_length=40, help_text=_("VAT, GST, Sales tax."))
    percent = forms.CharField(
        label=_("Percent"), max_length=12, widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    )

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = countries(get_language() or "en")
        self.fields["country"].choices = [("", _("Choose")), *known]  # type: ignore[attr-defined]
        classes = [(kind, kind.capitalize()) for kind in kinds]
        self.fields["product_class"].choices = [("", _("Everything")), *classes]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What happened, for the bank."""

    evidence_text = forms.CharField(
        label=_("What happened"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Dates, what was delivered, when the buyer used it, what you wrote to each other."),
    )


class EvidenceForm(forms.Form):
    """A file for the bank."""

    file = forms.FileField(label=_("File"), help_text=_("PDF, picture, Word or plain text, up to 10 MB."))


class ByHandForm(forms.Form):
    """An order that was paid by hand or is given away. The hidden key makes one form one order."""

    order_key = forms.UUIDField(widget=forms.HiddenInput)
    offer = forms.ModelChoiceField(
        label=_("Offer"),
        queryset=Offer.objects.filter(archived_at__isnull=True).order_by("title"),
        to_field_name="key",
        empty_label=_("Choose"),
    )
    email = forms.EmailField(label=_("Buyer's email"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(label=_("Buyer's name"), max_length=120, required=False)
    paid_by = forms.ChoiceField(label=_("Paid by"), choices=PaidBy.choices, widget=forms.RadioSelect)
    amount = forms.CharField(
        label=_("Amount"),
        max_length=24,
        help_text=_("What was paid; given away, what it is worth."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    reference = forms.CharField(
        label=_("Reference"), max_length=120, required=False, help_text=_("Of the transfer or the receipt.")
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, help_text=_("Needed where nothing is paid.")
    )

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"order_key": uuid4(), "paid_by": PaidBy.TRANSFER}, **kwargs)
        self.currency = currency

    def clean_amount(self) -> Money:
        """In the business's currency."""
        try:
            return Money.parse(self.cleaned_data["amount"], self.currency, get_language() or "en")
        except BadAmount as bad:
            raise forms.ValidationError(str(bad)) from None


class ImportForm(forms.Form):
    """The file."""

    file = forms.FileField(label=_("CSV file"), widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}))
    only_good = forms.BooleanField(
        label=_("Bring the good lines in, even where others are wrong"),
        required=False,
        help_text=_("Otherwise nothing comes in until all are right. A file may come again: nothing doubles."),
    )
