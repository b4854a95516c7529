"""Forms of the console and of sign-up."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from provisioning.blueprints import CHOICES
from shared_apps.plans.models import Plan, PlanQuerySet
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.names import BadSlug, clean_slug


class NewTenantForm(forms.Form):
    """A new business and its owner."""

    name = forms.CharField(
        label=_("Name of the business"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    slug = forms.CharField(
        label=_("Address"),
        max_length=60,
        help_text=_("Letters, digits and hyphens. You can bring your own domain later."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    owner_name = forms.CharField(
        label=_("Owner's name"), max_length=150, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    owner_email = forms.EmailField(label=_("Owner's email"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    blueprint = forms.ChoiceField(
        label=_("Start from"), choices=list(CHOICES.items()), initial="academy", widget=forms.RadioSelect
    )

    plan = forms.ChoiceField(label=_("Plan"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(plan.slug, plan.name) for plan in self.plans()]
        if choices:
            none = [] if self.fields["plan"].required else [("", _("None: no limits, no bill"))]
            self.fields["plan"].choices = [*none, *choices]  # type: ignore[attr-defined]
        else:
            del self.fields["plan"]

    def plans(self) -> PlanQuerySet:
        """The plans that may be chosen here."""
        return Plan.objects.filter(retired_at=None).order_by("position", "slug")

    def clean_slug(self) -> str:
        """An address that is free and can be one."""
        try:
            slug = clean_slug(self.cleaned_data["slug"])
        except BadSlug as bad:
            raise ValidationError(str(bad)) from None
        if Tenant.objects.filter(slug=slug).exclude(state=Tenant.State.PROVISIONING).exists():
            raise ValidationError(_("“%(slug)s” is taken. Choose another address.") % {"slug": slug})
        return slug


class SignUpForm(NewTenantForm):
    """What a creator fills in to start: about themselves first."""

    field_order = ["owner_name", "owner_email", "name", "slug", "blueprint", "plan"]
    plan = forms.ChoiceField(label=_("Plan"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "plan" in self.fields:
            self.fields["plan"].initial = self.plans()[0].slug
        self.fields["owner_name"].label, self.fields["owner_email"].label = _("Your name"), _("Your email")
        self.fields["name"].label = _("What is it called?")

    def plans(self) -> PlanQuerySet:
        """Those that anybody may pick."""
        return Plan.objects.public()


class SuspensionForm(forms.Form):
    """Why a business is closed to the public."""

    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("Its owner sees it in their Studio."))
