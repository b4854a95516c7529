"""Standard VAT rates of the EU's member states, in thousandths of a percent, each with the day it began.

State of 1 January 2026. Source: the European Commission's list of rates in the member states, kept in its Taxes in
Europe Database (https://ec.europa.eu/taxation_customs/tedb/); FI, SK, EE and RO (Law 141/2025) changed since 2024, and
older copies of the list still show their old rates. Look again each January and July: a change is one line here.
Reduced rates are not here: a creator whose product has one enters it as a rate of their own.
"""

from __future__ import annotations

from datetime import date

_LONG_AGO = date(2017, 1, 1)
_STANDARD: dict[str, tuple[tuple[date, int], ...]] = {
    "AT": ((_LONG_AGO, 20_000),),
    "BE": ((_LONG_AGO, 21_000),),
    "BG": ((_LONG_AGO, 20_000),),
    "CY": ((_LONG_AGO, 19_000),),
    "CZ": ((_LONG_AGO, 21_000),),
    "DE": ((_LONG_AGO, 19_000), (date(2020, 7, 1), 16_000), (date(2021, 1, 1), 19_000)),
    "DK": ((_LONG_AGO, 25_000),),
    "EE": ((_LONG_AGO, 20_000), (date(2024, 1, 1), 22_000), (date(2025, 7, 1), 24_000)),
    "ES": ((_LONG_AGO, 21_000),),
    "FI": ((_LONG_AGO, 24_000), (date(2024, 9, 1), 25_500)),
    "FR": ((_LONG_AGO, 20_000),),
    "GR": ((_LONG_AGO, 24_000),),
    "HR": ((_LONG_AGO, 25_000),),
    "HU": ((_LONG_AGO, 27_000),),
    "IE": ((_LONG_AGO, 23_000), (date(2020, 9, 1), 21_000), (date(2021, 3, 1), 23_000)),
    "IT": ((_LONG_AGO, 22_000),),
    "LT": ((_LONG_AGO, 21_000),),
    "LU": ((_LONG_AGO, 17_000), (date(2023, 1, 1), 16_000), (date(2024, 1, 1), 17_000)),
    "LV": ((_LONG_AGO, 21_000),),
    "MT": ((_LONG_AGO, 18_000),),
    "NL": ((_LONG_AGO, 21_000),),
    "PL": ((_LONG_AGO, 23_000),),
    "PT": ((_LONG_AGO, 23_000),),
    "RO": ((_LONG_AGO, 19_000), (date(2025, 8, 1), 21_000)),
    "SE": ((_LONG_AGO, 25_000),),
    "SI": ((_LONG_AGO, 22_000),),
    "SK": ((_LONG_AGO, 20_000), (date(2025, 1, 1), 23_000)),
}
MEMBERS = frozenset(_STANDARD)


def standard_rate(country: str, on: date) -> int:
    """A member state's standard rate on a day."""
    return [rate for since, rate in _STANDARD[country] if since <= on][-1]
