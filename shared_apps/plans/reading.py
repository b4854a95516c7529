"""Prices and limits as operators write them: `39USD/month`, `storage=20GB`, `emails=1000:2USD+2EUR`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _

from marque.kit.money import Money
from shared_apps.plans.errors import BadPlan
from shared_apps.plans.meters import GIGABYTE, METERS
from shared_apps.plans.models import Plan
from shared_apps.plans.writing import AllowanceTerms

_MONEY = re.compile(r"^(\d+(?:\.\d+)?) ?([A-Za-z]{3})$")
_SIZE = re.compile(r"^(\d+(?:\.\d+)?) ?(kb|mb|gb|tb)$", re.IGNORECASE)
_SCALE = {"kb": 1 << 10, "mb": 1 << 20, "gb": GIGABYTE, "tb": 1 << 40}
_MOST = 1 << 60
_NO_LIMIT = "unlimited"


def read_price(text: str) -> tuple[Money, str]:
    """A price and how often it is paid; raises BadPlan."""
    amount, _slash, interval = text.strip().partition("/")
    money = _money(amount)
    if money is None:
        raise BadPlan(_("“%(text)s” is not a price. Write one like 39USD/month."), field="price", text=text)
    return money, interval.strip().lower()


def read_allowances(limits: Iterable[str], extras: Iterable[str]) -> dict[str, AllowanceTerms]:
    """What is included of each meter, and what more costs; raises BadPlan."""
    included = dict(_limit(text) for text in limits)
    more = dict(_extra(text) for text in extras)
    names = dict.fromkeys([*included, *more])
    return {name: AllowanceTerms(included.get(name, 0), *more.get(name, (1, {}))) for name in names}


def written_prices(plan: Plan) -> list[str]:
    """A plan's prices as they are read."""
    rows = plan.prices.order_by("currency", "pk")
    return [f"{_plain(row.money)}/{row.interval}" for row in rows]


def written_limits(plan: Plan) -> list[str]:
    """A plan's limits as they are read."""
    return [f"{row.meter}={_amount_of(row.meter, row.included)}" for row in plan.allowances.order_by("meter")]


def written_extras(plan: Plan) -> list[str]:
    """What more of something costs, as it is read."""
    found = []
    for row in plan.allowances.order_by("meter"):
        if row.extra:
            costs = "+".join(_plain(Money(amount, code)) for code, amount in row.extra.items())
            found.append(f"{row.meter}={_amount_of(row.meter, row.block)}:{costs}")
    return found


def _plain(money: Money) -> str:
    """39USD, and 39.50USD."""
    whole = money.decimal % 1 == 0
    return f"{int(money.decimal) if whole else money.decimal}{money.currency}"


def _limit(text: str) -> tuple[str, int | None]:
    meter, _equals, amount = text.partition("=")
    return meter.strip(), None if amount.strip() == _NO_LIMIT else _amount(amount, text)


def _extra(text: str) -> tuple[str, tuple[int, dict[str, int]]]:
    meter, _equals, rest = text.partition("=")
    block, _colon, costs = rest.partition(":")
    prices = [_money(cost) for cost in costs.split("+")]
    if None in prices:
        raise BadPlan(_("“%(text)s” says no price. Write emails=1000:2USD."), field="extra", text=text)
    return meter.strip(), (_amount(block, text), {one.currency: one.amount for one in prices if one is not None})


def _money(text: str) -> Money | None:
    found = _MONEY.match(text.strip())
    try:
        return Money.of(Decimal(found[1]), found[2].upper()) if found else None
    except (InvalidOperation, ValueError):
        return None


def _amount(amount: str, text: str) -> int:
    plain, size = amount.strip(), _SIZE.match(amount.strip())
    found = int(Decimal(size[1]) * _SCALE[size[2].lower()]) if size else None
    if found is None and plain.isascii() and plain.isdecimal() and len(plain) < 19:
        found = int(plain)
    if found is None or found > _MOST:
        raise BadPlan(_("“%(text)s” says no amount. Write courses=3 or storage=20GB."), field="limit", text=text)
    return found


def _amount_of(meter: str, amount: int | None) -> str:
    if amount is None:
        return _NO_LIMIT
    if not METERS[meter].bytes:
        return str(amount)
    unit = next((unit for unit in ("tb", "gb", "mb", "kb") if amount and amount % _SCALE[unit] == 0), "")
    return f"{amount // _SCALE[unit]}{unit.upper()}" if unit else str(amount)
