"""Forms of an agency's place."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marque.console.forms import NewTenantForm
from marque.kit import clock
from provisioning.blueprints.shelf import blueprints
from shared_apps.agencies.tokens import SCOPES

_LIFETIMES = [(7, _("A week")), (30, _("30 days")), (90, _("90 days")), (365, _("A year"))]


class TokenForm(forms.Form):
    """A token to make."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("What it is for, like “laptop” or “nightly script”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(label=_("Expires after"), choices=_LIFETIMES, coerce=int, initial=90)

    def wanted(self) -> dict[str, Any]:
        """What the action takes."""
        values = self.cleaned_data
        expires = clock.now() + timedelta(days=values["days"])
        return {"name": values["name"], "scopes": values["scopes"], "expires_at": expires}


class AgencyTenantForm(NewTenantForm):
    """A business for a creator: from the platform's blueprints or the agency's own."""

    field_order = ["name", "slug", "owner_name", "owner_email", "blueprint"]

    def __init__(self, *args: Any, shelf: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [*blueprints(), *blueprints(shelf)]
        self.fields["blueprint"].choices = [(one.name, one.title) for one in found]
