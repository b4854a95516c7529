"""The forms of the page of learning records."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.moments import DayField
from tenant_apps.courses.models import Course
from tenant_apps.xapi.models import RecordStore, Version

_PLAIN = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
LONGEST = timedelta(days=366)


class StoreForm(forms.Form):
    """Where it is, and what lets us in."""

    url = forms.CharField(
        label=_("Endpoint"),
        max_length=450,
        help_text=_("As your store shows it, such as https://lrs.example.com/xapi/."),
        widget=forms.URLInput(attrs=_PLAIN),
    )
    username = forms.CharField(label=_("Key"), max_length=200, widget=forms.TextInput(attrs=_PLAIN))
    password = forms.CharField(
        label=_("Secret"),
        max_length=500,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    version = forms.ChoiceField(label=_("Version"), choices=Version.choices, initial=Version.V1)
    names_emails = forms.BooleanField(
        label=_("Name learners by their email"),
        required=False,
        help_text=_("Else they have a number that means something to you alone."),
    )

    def __init__(self, data: Any = None, *, store: RecordStore | None = None) -> None:
        initial: dict[str, Any] = {}
        if store is not None:
            names = ("username", "version", "names_emails")
            initial = {"url": store.endpoint.url, **{name: getattr(store, name) for name in names}}
        super().__init__(data, initial=initial)
        if store is not None:
            self.fields["password"].help_text = _("Empty keeps the one of before.")


class HistoryForm(forms.Form):
    """A course and a time."""

    course = forms.ModelChoiceField(
        label=_("Course"), queryset=Course.objects.order_by("title"), to_field_name="key", empty_label=None
    )
    since = DayField(label=_("From"))
    until = DayField(label=_("Up to and with"))

    def clean(self) -> dict[str, Any]:
        """The days in order, a year at most."""
        entered = super().clean() or {}
        since, until = entered.get("since"), entered.get("until")
        if since and until and not timedelta() <= until - since <= LONGEST:
            self.add_error("until", _("Choose a last day that is not before the first, and within a year of it."))
        if until and until > clock.now().date() + timedelta(days=1):
            self.add_error("until", _("Choose a day that has begun."))
        return entered

    def moments(self) -> tuple[datetime, datetime]:
        """From the first second to the one after the last, of UTC."""
        first, last = self.cleaned_data["since"], self.cleaned_data["until"]
        return _midnight(first), _midnight(last) + timedelta(days=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
