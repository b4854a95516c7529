"""Forms of the Studio's page of tokens."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from tenant_apps.api.scopes import SCOPES

_LIFETIMES = [(7, _("A week")), (30, _("30 days")), (90, _("90 days")), (365, _("A year"))]


class TokenForm(forms.Form):
    """A token to make."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("What it is for, like “bookkeeping” or “newsletter”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(label=_("Expires after"), choices=_LIFETIMES, coerce=int, initial=90)

    def wanted(self) -> dict[str, Any]:
        """What the action takes."""
        entered = self.cleaned_data
        expires = clock.now() + timedelta(days=entered["days"])
        return {"name": entered["name"], "scopes": entered["scopes"], "expires_at": expires}
