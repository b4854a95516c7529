"""The form of a gateway that asks on its own pages: nothing is typed here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.functional import Promise


@dataclass(frozen=True)
class Going:
    """Where a buyer goes to pay: an address to open, or to post these fields to."""

    address: str
    fields: Mapping[str, str] = field(default_factory=dict)


class ElsewhereForm(forms.Form):
    """Says where the buyer goes next. `going` reads an action token; `hosts` is where the way may lead."""

    template = "payments/fields/elsewhere.html"
    question = "payments/fields/elsewhere_question.html"

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        method: str,
        title: str,
        words: str | Promise,
        going: Callable[[str], Going],
        hosts: tuple[str, ...],
    ) -> None:
        super().__init__(data)
        self.method, self.title, self.words, self.going = method, title, words, going
        # browsers hold the whole way that begins with a form to this, redirects too
        self.hosts, self.csp = hosts, {"form-action": list(hosts)}

    def leads_to(self, address: str) -> bool:
        """Whether a form of ours may end there: at one of the hosts that were known before the gateway answered."""
        return _origin(address) in {_origin(host) for host in self.hosts}

    def clean(self) -> dict[str, Any]:
        """The port's three values; what the buyer pays with is known once they come back."""
        return {**(super().clean() or {}), "method": self.method, "brand": self.title, "last4": ""}


def _origin(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc
