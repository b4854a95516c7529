"""What the checkout asks about the buyer's place, and only where the seller's settings make it matter."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marque.kit.money import Money
from shared_apps.integrations.ports.tax import BadTaxId, TaxEngine, TaxQuote
from tenant_apps.orders.models import OrderBilling
from tenant_apps.orders.places import countries
from tenant_apps.orders.quoting import Quote
from tenant_apps.orders.taxing import BillTo, class_of, tax_on
from tenant_apps.people.models import Person

_CHOOSES = {"data-chooses": True}
_KEPT = ("country", "region", "postal_code", "tax_id", "address")


class BillingForm(forms.Form):
    """Where the buyer is; a business names its tax ID and address besides."""

    country = forms.ChoiceField(
        label=_("Country"),
        widget=forms.Select(attrs=_CHOOSES | {"autocomplete": "country"}),
        error_messages={"required": _("Choose your country, so that the tax is right.")},
    )
    region = forms.CharField(
        label=_("State or province"),
        max_length=8,
        required=False,
        help_text=_("Its short code, such as TX or ON."),
        widget=forms.TextInput(attrs=_CHOOSES | {"autocomplete": "address-level1"}),
    )
    postal_code = forms.CharField(
        label=_("Postal code"),
        max_length=16,
        required=False,
        widget=forms.TextInput(attrs=_CHOOSES | {"autocomplete": "postal-code"}),
    )
    tax_id = forms.CharField(label=_("VAT ID"), max_length=32, required=False, widget=forms.TextInput(attrs=_CHOOSES))
    address = forms.CharField(
        label=_("Company and address"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )

    def __init__(self, *args: Any, engine: TaxEngine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.engine = engine
        known = countries(get_language() or "en")
        self.fields["country"].choices = [("", _("Choose")), *known]  # type: ignore[attr-defined]
        asks = engine.asks()
        if not asks.region:
            del self.fields["region"]
        if not asks.postal_code:
            del self.fields["postal_code"]
        if not asks.tax_id:
            del self.fields["tax_id"], self.fields["address"]

    def clean_region(self) -> str:
        """In capitals, as codes are written."""
        return str(self.cleaned_data["region"]).strip().upper()

    def clean(self) -> dict[str, Any]:
        """Ask for what this country needs, and for nothing it does not."""
        entered = super().clean() or {}
        country = entered.get("country", "")
        asks = self.engine.asks(country)
        if country and asks.region and not entered.get("region"):
            self.add_error("region", _("Write your state or province, so that the tax is right."))
        if country and asks.postal_code and not entered.get("postal_code"):
            self.add_error("postal_code", _("Write your postal code, so that the tax is right."))
        if not asks.tax_id:
            entered["tax_id"] = entered["address"] = ""
        if entered.get("tax_id"):
            self._check_id(entered, country)
        return entered

    def _check_id(self, entered: dict[str, Any], country: str) -> None:
        try:
            entered["tax_id"] = self.engine.check_id(entered["tax_id"], country=country)
        except BadTaxId as refused:
            self.add_error("tax_id", str(refused))
        if not entered.get("address", "").strip():
            self.add_error("address", _("An invoice to a business needs its name and address."))


def begin_billing(request: HttpRequest, *, engine: TaxEngine, person: Person | None, buying: bool) -> BillingForm:
    """The form as the request has it; before a country is chosen nothing in it is wrong."""
    said = request.POST if request.method == "POST" and (buying or request.POST.get("country")) else None
    return BillingForm(said, engine=engine, initial=_known_of(person) or {"country": ip_country(request)})


def _known_of(person: Person | None) -> dict[str, str]:
    if person is None:
        return {}
    last = OrderBilling.objects.filter(order__buyer=person).order_by("-pk").first()
    return {name: getattr(last, name) for name in _KEPT} if last else {}


def bill_to(form: BillingForm, request: HttpRequest) -> BillTo | None:
    """Where the buyer is, as far as it is known."""
    if form.is_bound:
        entered = form.cleaned_data if form.is_valid() else {}
    else:
        entered = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    if not entered.get("country"):
        return None
    words = {name: entered.get(name, "") for name in ("country", "region", "address", "tax_id", "postal_code")}
    return BillTo(**words, ip_country=ip_country(request))


def tax_of(quote: Quote, to: BillTo) -> TaxQuote:
    """The tax on what is paid today."""
    return tax_on([(item.amount - item.discount, class_of(item.offer.products.all())) for item in quote.items], to)


def sum_of(tax: TaxQuote) -> Money:
    """All of it."""
    return sum(tax.lines[1:], tax.lines[0])


def ip_country(request: HttpRequest) -> str:
    """The country of the visitor's address, where something in front of us says so."""
    said = request.headers.get(settings.COUNTRY_HEADER, "") if settings.COUNTRY_HEADER else ""
    return said.upper() if re.fullmatch(r"[A-Za-z]{2}", said) and said.upper() not in ("XX", "T1") else ""
