"""The forms of the webhooks' pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenant_apps.webhooks.happenings import TYPES
from tenant_apps.webhooks.models import WebhookEndpoint

SINCE = {
    "1": (_("The last hour"), timedelta(hours=1)),
    "24": (_("The last day"), timedelta(days=1)),
    "72": (_("The last three days"), timedelta(days=3)),
    "720": (_("All that is kept"), timedelta(days=30)),
}


def _types() -> list[tuple[str, str]]:
    return [(type, f"{words} ({type})") for type, words in TYPES.items()]


class EndpointForm(forms.Form):
    """An endpoint to add or change."""

    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("Where your program listens, such as https://example.com/webhooks."),
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
    )
    description = forms.CharField(label=_("What it is for"), max_length=120, required=False)
    everything = forms.BooleanField(
        label=_("Tell it everything"), required=False, initial=True, help_text=_("Also what is added later.")
    )
    types = forms.MultipleChoiceField(
        label=_("Or only of"), choices=_types, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, endpoint: WebhookEndpoint | None = None) -> None:
        initial: dict[str, Any] = {}
        if endpoint is not None:
            initial = {"url": endpoint.url, "description": endpoint.description, "types": endpoint.types}
            initial["everything"] = not endpoint.types
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        """Everything, or something."""
        entered = super().clean() or {}
        if entered.pop("everything", False):
            entered["types"] = []
        elif not entered.get("types") and "types" not in self.errors:
            self.add_error("types", _("Choose at least one event, or tell it everything."))
        return entered


class LogFilter(forms.Form):
    """Which deliveries to list."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Any state")),
            ("waiting", _("Waiting")),
            ("delivered", _("Delivered")),
            ("failed", _("Given up")),
        ],
    )
    type = forms.ChoiceField(label=_("Event"), required=False, choices=[("", _("Any event"))])

    def __init__(self, data: Any = None, *, types: Iterable[str]) -> None:
        super().__init__(data)
        self.fields["type"].choices = [("", _("Any event")), *((type, type) for type in types)]  # type: ignore[attr-defined]


class ReplayForm(forms.Form):
    """What was given up since when."""

    since = forms.ChoiceField(
        label=_("Given up in"), choices=[(hours, words) for hours, (words, _span) in SINCE.items()]
    )
