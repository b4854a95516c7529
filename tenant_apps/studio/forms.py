"""Forms of the Studio's settings and team."""

from typing import Any
from zoneinfo import available_timezones

from babel.numbers import get_currency_name, list_currencies
from django import forms
from django.utils.translation import gettext_lazy as _

from tenant_apps.accounts.models import Role
from themes.models import CoverStyle, Scheme, ThemeName

# Sold in most; any other ISO currency may be set by an operator.
_CURRENCIES = "AUD BRL CAD CHF CZK DKK EUR GBP HKD INR JPY KRW MXN NOK NZD PLN SEK SGD USD ZAR".split()  # noqa: SIM905


def _currencies() -> list[tuple[str, str]]:
    known = set(list_currencies())
    return [(code, f"{code}, {get_currency_name(code, locale='en')}") for code in _CURRENCIES if code in known]


def _zones() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in sorted(available_timezones()) if "/" in name or name == "UTC"]


class BrandForm(forms.Form):
    """Everything a creator chooses about looks, names and addresses."""

    theme = forms.ChoiceField(label=_("Theme"), choices=ThemeName.choices, widget=forms.RadioSelect)
    brand_colour = forms.CharField(
        label=_("Brand colour"), max_length=7, widget=forms.TextInput(attrs={"type": "color"})
    )
    accent_colour = forms.CharField(
        label=_("Accent colour"), max_length=7, widget=forms.TextInput(attrs={"type": "color"})
    )
    cover_style = forms.ChoiceField(
        label=_("Covers"), choices=[("", _("As the theme likes it")), *CoverStyle.choices], required=False
    )
    scheme = forms.ChoiceField(label=_("Light or dark"), choices=Scheme.choices)
    wordmark = forms.CharField(
        label=_("Name on the site"), max_length=40, required=False, help_text=_("Empty: the name you signed up with.")
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG, JPEG or WebP, up to 2 MB. Shown instead of the name."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    strapline = forms.CharField(label=_("In one line"), max_length=140, required=False)
    legal_name = forms.CharField(
        label=_("Legal name"), max_length=140, required=False, help_text=_("On receipts and at the foot of emails.")
    )
    postal_address = forms.CharField(
        label=_("Postal address"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    support_email = forms.EmailField(
        label=_("Support email"), required=False, help_text=_("Where answers to your emails go.")
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=_zones)
    currency = forms.ChoiceField(label=_("Currency"), choices=_currencies)

    looks = ("brand_colour", "accent_colour", "cover_style", "scheme", "wordmark", "logo", "strapline")
    business = ("legal_name", "postal_address", "support_email", "time_zone", "currency")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = self.initial.get("currency")
        choices = list(self.fields["currency"].choices)  # type: ignore[attr-defined]
        if current and current not in dict(choices):
            self.fields["currency"].choices = [*choices, (current, current)]  # type: ignore[attr-defined]

    def looks_fields(self) -> list[forms.BoundField]:
        """The fields about looks."""
        return [self[name] for name in self.looks]

    def business_fields(self) -> list[forms.BoundField]:
        """The fields about the business."""
        return [self[name] for name in self.business]


class InvitationForm(forms.Form):
    """Who joins the team, and as what."""

    email = forms.EmailField(label=_("Email"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(label=_("Name"), max_length=150, required=False)
    role = forms.ChoiceField(label=_("Role"), initial=Role.STAFF)

    def __init__(self, *args: Any, may_make_owners: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = team_roles(owners=may_make_owners)  # type: ignore[attr-defined]


def team_roles(*, owners: bool) -> list[tuple[str, Any]]:
    """The roles somebody may hand out."""
    return [(role.value, role.label) for role in Role if role != Role.LEARNER and (owners or role != Role.OWNER)]
