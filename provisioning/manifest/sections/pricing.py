"""Prices and dates of a file as the values of an offer, and back."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Any

from marque.kit.errors import Refused
from marque.kit.moments import OUTSIDE, YEARS
from marque.kit.money import minor_units
from provisioning.manifest.schema import Item
from provisioning.manifest.wish import Wish
from tenant_apps.catalog.terms import Terms


def amounts(item: Item, field: str, wish: Wish) -> dict[str, int]:
    """`490 USD, 450 EUR` in minor units by currency."""
    found: dict[str, int] = {}
    for amount, currency in re.findall(r"(\S+) ([A-Z]{3})", item[field] or ""):
        try:
            minor = Decimal(amount).scaleb(minor_units(currency))
        except ValueError:
            wish.wrong(item.mark, f"There is no currency “{currency}”.", field)
            continue
        if minor != minor.to_integral_value() or currency in found:
            wish.wrong(item.mark, f"“{amount} {currency}” is not one amount of {currency}.", field)
        found[currency] = int(minor)
    return found


def options(items: list[Item], wish: Wish) -> list[dict[str, Any]]:
    """The ways to pay."""
    return [_option(item, wish) for item in items]


def _option(item: Item, wish: Wish) -> dict[str, Any]:
    count, _space, unit = (item["every"] or "").rpartition(" ")
    terms = Terms(
        kind=item["kind"],
        interval=unit.removesuffix("s"),
        interval_count=int(count or 1) if unit else 0,
        trial_days=item["trial_days"] or 0,
        minimum_terms=item["minimum"] or 0,
        instalments=item["payments"] or 0,
    )
    try:
        terms = terms.check().alone()
    except Refused as refused:
        wish.wrong(item.mark, str(refused), "every" if refused.field == "interval_count" else "kind")
    prices, setups, floors = (amounts(item, field, wish) for field in ("price", "setup", "floor"))
    for currency, amount in prices.items():
        if terms.over_time and not amount:
            wish.wrong(item.mark, "What is paid over time costs something.", "price")
        if amount < floors.get(currency, 0):
            wish.wrong(item.mark, "The price cannot be below the floor.", "floor")
    asks = {
        currency: {"amount": amount, "setup": setups.get(currency, 0), "floor": floors.get(currency, 0)}
        for currency, amount in prices.items()
    }
    return {"option": item["option"], "label": item["label"], **terms.as_data(), "asks": asks}


def pulled_option(option: dict[str, Any]) -> dict[str, Any]:
    """A way to pay as a file says it."""
    asks, count = option["asks"], option["interval_count"]
    every = option["interval"] if count <= 1 else f"{count} {option['interval']}s"
    return {
        **{name: option[name] for name in ("option", "label", "kind")},
        "price": listed({currency: ask["amount"] for currency, ask in asks.items()}),
        "every": every,
        "payments": option["instalments"] or None,
        "trial_days": option["trial_days"] or None,
        "minimum": option["minimum_terms"] or None,
        "setup": listed({currency: ask["setup"] for currency, ask in asks.items() if ask["setup"]}),
        "floor": listed({currency: ask["floor"] for currency, ask in asks.items() if ask["floor"]}),
    }


def listed(prices: dict[str, int]) -> str:
    """`450 EUR, 490 USD`."""
    return ", ".join(f"{_amount(minor, currency)} {currency}" for currency, minor in sorted(prices.items()))


def as_moment(item: Item, field: str, wish: Wish) -> str | None:
    """A moment as records hold it."""
    if not item[field]:
        return None
    try:
        at = datetime.fromisoformat(item[field])
    except ValueError:
        wish.wrong(item.mark, f"“{item[field]}” is not a day and a time.", field)
        return None
    if at.year not in YEARS:
        wish.wrong(item.mark, str(OUTSIDE), field)
        return None
    return at.isoformat()


def _amount(minor: int, currency: str) -> str:
    places = minor_units(currency)
    whole = minor % 10**places == 0
    return str(minor // 10**places) if whole else f"{Decimal(minor).scaleb(-places):.{places}f}"
