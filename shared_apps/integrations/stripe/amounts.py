"""Stripe's way of writing amounts: minor units, except where it has its own idea of them.

https://docs.stripe.com/currencies#special-cases
"""

import re

from marque.kit.money import Money, minor_units
from shared_apps.integrations.ports.errors import ProviderError

# no decimals for people, two for Stripe: always whole hundreds
_AS_HUNDREDS = frozenset({"ISK", "UGX"})
_THREE_DECIMALS = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
_NONE = frozenset(
    ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"]
)
_TWO = frozenset(
    re.findall(
        r"\w+",
        """
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF
        CNY COP CRC CVE CZK DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS
        INR JMD KES KGS KHR KYD KZT LAK LBP LKR LRD LSL MAD MDL MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD
        NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SEK SGD SHP SLE SOS SRD STD
        SZL THB TJS TOP TRY TTD TWD TZS UAH USD UYU UZS WST XCD YER ZAR ZMW
        """,
    )
)
CURRENCIES = _TWO | _NONE | _AS_HUNDREDS | _THREE_DECIMALS
# the last of three decimals must be nought
STEPS = dict.fromkeys(_THREE_DECIMALS, 10)
LARGEST = 99_999_999


def to_stripe(money: Money) -> int:
    """An amount as Stripe counts it."""
    return _scaled(money.amount, money.currency, _places(money.currency) - minor_units(money.currency))


def from_stripe(amount: int, currency: str) -> int:
    """Stripe's amount in our minor units."""
    code = currency.upper()
    return _scaled(amount, code, minor_units(code) - _places(code))


def _places(currency: str) -> int:
    if currency in _NONE:
        return 0
    return 3 if currency in _THREE_DECIMALS else 2


def _scaled(amount: int, currency: str, places: int) -> int:
    if places >= 0:
        return int(amount * 10**places)
    whole, rest = divmod(amount, 10**-places)
    if rest:
        raise ProviderError(f"{amount} of {currency} cannot be said exactly.", permanent=True)
    return int(whole)
