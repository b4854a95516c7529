"""PayPal's way of writing amounts: decimals as text, none for three currencies.

https://developer.paypal.com/reference/currency-codes/
"""

import re
from decimal import Decimal
from typing import Any

from marque.kit.money import Money, minor_units
from shared_apps.integrations.ports.errors import ProviderError

CURRENCIES = frozenset(
    re.findall(
        r"\w+", "AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS JPY MXN MYR NOK NZD PHP PLN SEK SGD THB TWD USD"
    )
)
_WHOLE = frozenset({"HUF", "JPY", "TWD"})
# PayPal takes no fillér and no cents of the Taiwan dollar
STEPS = {code: 10 ** minor_units(code) for code in _WHOLE if minor_units(code)}
LARGEST = 999_999_999


def to_paypal(money: Money) -> dict[str, str]:
    """An amount as PayPal reads it."""
    value = f"{money.decimal:.0f}" if money.currency in _WHOLE else f"{money.decimal:.2f}"
    return {"currency_code": money.currency, "value": value}


def from_paypal(amount: dict[str, Any]) -> Money:
    """PayPal's amount as money; a permanent ProviderError when it is none."""
    try:
        return Money.of(Decimal(str(amount["value"])), str(amount["currency_code"]))
    except (KeyError, ValueError, ArithmeticError, TypeError):
        raise ProviderError("PayPal wrote an amount that nobody can read.", permanent=True) from None
