"""Forms of the Studio's pages about selling."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = countries(get_language() or "en")
        self.fields["country"].choices = [("", _("Choose")), *known]  # type: ignore[attr-defined]

    def clean_region(self) -> str:
        """In capitals, as codes are written."""
        return str(self.cleaned_data["region"]).strip().upper()
