"""The forms of the payment settings."""

from __future__ import annotations

from collections.abc import Mapping
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
    """What a gateway asks of its owner. A secret that was typed is never written back into the page."""

    def __init__(
        self, data: Any = None, *, setup: GatewaySetup, known: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        shown = {field.name: (known or {}).get(field.name, "") for field in setup.fields if not field.secret}
        super().__init__(data, initial=shown, **kwargs)
        plain = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
        for field in setup.fields:
            widget: forms.Widget = forms.PasswordInput(attrs=plain) if field.secret else forms.TextInput(attrs=plain)
            if field.long:
                widget = forms.Textarea(attrs={"rows": 3})
            self.fields[field.name] = forms.CharField(
                label=field.label,
                help_text=field.help,
                max_length=600 if field.long else 300,
                required=field.required,
                widget=widget,
            )
