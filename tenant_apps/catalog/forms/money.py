"""Amounts as people write them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.money import Money


class MoneyField(forms.CharField):
    """An amount as people write it, in one currency."""

    def __init__(self, *, currency: str, **kwargs: Any) -> None:
        self.currency = currency
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=24, widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        """Money; 490, 490.00 and $490 are the same."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            return Money.parse(text, self.currency, get_language() or "en")
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from None

    def validate(self, value: Any) -> None:
        """Not below zero, not more than a card takes."""
        if value is None and self.required:
            raise forms.ValidationError(self.error_messages["required"])
        if value is not None and value.amount < 0:
            raise forms.ValidationError(_("A price cannot be below zero."))
        if value is not None and value.amount > 10**11:
            raise forms.ValidationError(_("That is more than a card can pay."))

    def run_validators(self, value: Any) -> None:
        """The length was checked while it was text."""

    def prepare_value(self, value: Any) -> Any:
        """Money as a creator would type it."""
        return value.format(get_language() or "en") if isinstance(value, Money) else value


class AmountsField(forms.CharField):
    """Amounts in several currencies, one a line: 45 EUR, 6800 JPY, 14.500 KWD."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=600, widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}), **kwargs)

    def to_python(self, value: Any) -> Any:
        """Money in each currency, in the order written."""
        found: dict[str, Money] = {}
        for line in (super().to_python(value) or "").replace(";", "\n").splitlines():
            money = self._one(line.strip())
            if money is None:
                continue
            if money.currency in found:
                raise forms.ValidationError(_("%s is there twice. Write each currency once.") % money.currency)
            found[money.currency] = money
        return list(found.values())

    @staticmethod
    def _one(line: str) -> Money | None:
        if not line:
            return None
        amount, currency = line[:-3].strip(), line[-3:].upper()
        try:
            money = Money.parse(amount, currency, get_language() or "en")
        except ValueError:
            raise forms.ValidationError(
                _("“%s” is not an amount with a currency. Write one a line, such as 45 EUR.") % line[:40]
            ) from None
        except Refused as refused:
            raise forms.ValidationError(f"{line[:40]}: {refused}") from None
        if not 0 <= money.amount <= 10**11:
            raise forms.ValidationError(_("“%s” is not a price that can be paid.") % line[:40])
        return money

    def validate(self, value: Any) -> None:
        """Each line was checked when it was read."""

    def run_validators(self, value: Any) -> None:
        """The length is checked by the browser and by each line."""

    def prepare_value(self, value: Any) -> Any:
        """One a line."""
        return "\n".join(typed(money) for money in value) if isinstance(value, list) else value


def typed(money: Money) -> str:
    """An amount as it may be typed again, with its currency's code."""
    return f"{money.decimal:f} {money.currency}"
