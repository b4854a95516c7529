"""The forms of the payment settings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shared_apps.integrations.ports.connecting import GatewaySetup
from tenant_apps.payments.models import MerchantModel


class ChoiceForm(forms.Form):
    """Which gateway, and whose sales."""

    gateway = forms.SlugField(widget=forms.HiddenInput)
    merchant = forms.ChoiceField(label=_("Who is the merchant"), choices=MerchantModel.choices)


class KeysForm(forms.Form):
    """What a gateway asks of its owner. What was typed is never written back into the page."""

    def __init__(self, data: Any = None, *, setup: GatewaySetup, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        plain = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
        for field in setup.fields:
            widget = forms.PasswordInput(attrs=plain) if field.secret else forms.TextInput(attrs=plain)
            self.fields[field.name] = forms.CharField(
                label=field.label, help_text=field.help, max_length=300, required=field.required, widget=widget
            )
