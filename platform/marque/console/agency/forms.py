"""Forms of an agency's place."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marque.console.forms import NewTenantForm
from marque.kit import clock
from provisioning.blueprints.shelf import blueprints
from shared_apps.agencies.models import Agency
from shared_apps.agencies.queries import tenants_of
from shared_apps.agencies.tokens import SCOPES
from shared_apps.plans.models import Plan, PlanQuerySet
from shared_apps.tenants.models import Tenant

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


class BlueprintForm(forms.Form):
    """A business to keep as a blueprint of the agency's own."""

    tenant = forms.ModelChoiceField(
        label=_("Which business"), queryset=Tenant.objects.none(), to_field_name="slug", empty_label=_("Choose one")
    )
    title = forms.CharField(label=_("Title"), max_length=80, help_text=_("What it is called when you start from it."))
    name = forms.CharField(
        label=_("Short name"),
        max_length=40,
        help_text=_("Letters, digits and hyphens. The same name again replaces what was there."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    line = forms.CharField(label=_("For whom, in a line"), max_length=160, required=False)

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = tenants_of(agency).filter(state__in=[Tenant.State.ACTIVE, Tenant.State.SUSPENDED])
        self.fields["tenant"].queryset = own.order_by("name", "id")  # type: ignore[attr-defined]


class AgencyTenantForm(NewTenantForm):
    """A business for a creator: from the platform's blueprints or the agency's own."""

    field_order = ["name", "slug", "owner_name", "owner_email", "blueprint", "plan"]

    def __init__(self, *args: Any, shelf: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [*blueprints(), *blueprints(shelf)]
        self.fields["blueprint"].choices = [(one.name, one.title) for one in found]

    def plans(self) -> PlanQuerySet:
        """Those that anybody may pick."""
        return Plan.objects.public()
