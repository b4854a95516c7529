"""Asks for a test card and turns it into a token. The number and the code go no further than this form."""

import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shared_apps.integrations.sandbox import tokens
from shared_apps.integrations.sandbox.cards import CARDS, SandboxCard, brand_of, passes_luhn

_SEPARATORS = re.compile(r"[\s\-–]+")
_EXPIRY = re.compile(r"^(\d{1,2})\s*[/\-. ]?\s*(\d{4}|\d{2})$", re.ASCII)


class _Forgetful(forms.TextInput):
    """An input that never writes what was typed back into the page."""

    def format_value(self, value: Any) -> None:
        return None


def sealed(account: str, card: SandboxCard) -> dict[str, str]:
    """The port's three values of a test card; its number stays behind."""
    shown = {"brand": card.brand, "last4": card.number[-4:]}
    return {"method": tokens.seal(account, "card", {**asdict(card), "number": "", **shown}), **shown}


class CardForm(forms.Form):
    """Card number, expiry, security code. When valid, cleaned_data holds `method`, `brand` and `last4` only."""

    # What a practice checkout may tell its visitor to type.
    practice = (
        ("4242 4242 4242 4242", _("is paid")),
        ("4000 0000 0000 0002", _("is declined")),
        ("4000 0025 0000 3155", _("asks the bank first")),
        ("4000 0000 0000 0077", _("is paid half a minute later")),
        ("4000 0000 0000 0341", _("is paid once, and fails at renewal")),
        ("4000 0000 0000 0259", _("is paid, then disputed")),
    )
    # For the view's @sensitive_post_parameters: error reports must not show these.
    SENSITIVE = ("number", "expiry", "cvc")

    number = forms.CharField(
        label=_("Card number"),
        max_length=40,
        widget=_Forgetful(attrs={"autocomplete": "cc-number", "inputmode": "numeric", "spellcheck": "false"}),
        error_messages={"required": _("Enter the number on the front of the card.")},
    )
    expiry = forms.CharField(
        label=_("Expires"),
        max_length=9,
        widget=_Forgetful(attrs={"autocomplete": "cc-exp", "inputmode": "numeric", "placeholder": "MM / YY"}),
        error_messages={"required": _("Enter the month and year, like 08 / 29.")},
    )
    cvc = forms.CharField(
        label=_("Security code"),
        max_length=8,
        widget=_Forgetful(attrs={"autocomplete": "cc-csc", "inputmode": "numeric"}),
        error_messages={"required": _("Three digits, on the back of the card.")},
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, account: str, today: date | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.account = account
        self.today = today or timezone.now().date()

    def clean_number(self) -> str:
        """Digits of a test card; a real card is turned away before anything else sees it."""
        number = _SEPARATORS.sub("", self.cleaned_data["number"])
        if not (number.isascii() and number.isdecimal()):
            raise forms.ValidationError(_("A card number has digits only."))
        if not 12 <= len(number) <= 19:
            raise forms.ValidationError(_("A card number has 12 to 19 digits. Check it for a missing one."))
        if not passes_luhn(number):
            raise forms.ValidationError(_("This number has a typing mistake. Check it against the card."))
        if number not in CARDS:
            raise forms.ValidationError(
                _("This is a practice checkout and takes test cards only. Use 4242 4242 4242 4242.")
            )
        return number

    def clean_expiry(self) -> tuple[int, int]:
        """Month and four-digit year, not in the past."""
        match = _EXPIRY.match(self.cleaned_data["expiry"].strip())
        if not match or not 1 <= int(match[1]) <= 12:
            raise forms.ValidationError(_("Enter the month and year, like 08 / 29."))
        month, year = int(match[1]), int(match[2])
        year += 2000 if year < 100 else 0
        if (year, month) < (self.today.year, self.today.month):
            raise forms.ValidationError(_("This card has expired. Use another one."))
        if year > self.today.year + 30:
            raise forms.ValidationError(_("That year is too far away. Check it against the card."))
        return month, year

    def clean(self) -> dict[str, Any]:
        """Check the code against the card's kind, then swap everything for a token."""
        entered = super().clean() or {}
        number, code = entered.get("number"), entered.get("cvc")
        if code is not None:
            self._check_code(number or "", code)
        if self.errors:
            return {}
        assert isinstance(number, str)
        return sealed(self.account, CARDS[number])

    def _check_code(self, number: str, code: str) -> None:
        amex = brand_of(number) == "American Express"
        if not (code.isascii() and code.isdecimal() and len(code) == (4 if amex else 3)):
            text = _("Four digits, on the front of the card.") if amex else _("Three digits, on the back of the card.")
            self.add_error("cvc", text)
