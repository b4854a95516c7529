"""What the platform bills of sales here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from marque.kit import clock
from marque.kit.money import Money
from shared_apps.billing.sales_fees import Happened, Month, SalesFee, register_sales_fees
from tenant_apps.ledger.actions.fee_bills import bill_fees, summed
from tenant_apps.ledger.queries.platform_fees import unbilled_fees


def fees_of(month: date, billed: Set[Month]) -> dict[date, list[SalesFee]]:
    """As the bills of a month say, and those of earlier months that wait."""
    found: dict[date, list[SalesFee]] = defaultdict(list)
    for bill in bill_fees(month=month, billed=billed):
        found[bill.month] += _read(bill.lines, bill.currency)
    return dict(found)


def fees_since(first: date) -> list[SalesFee]:
    """What has come together since then."""
    start = datetime.combine(first, time(), UTC)
    rows = unbilled_fees(since=start, before=clock.now() + timedelta(seconds=1)).order_by("currency", "pk")
    by_currency = groupby(rows, key=lambda row: row.currency)
    return [fee for currency, some in by_currency for fee in _read(summed(some), currency)]


def _read(lines: list[dict], currency: str) -> list[SalesFee]:  # type: ignore[type-arg]
    return [
        SalesFee(Happened(line["what"]), line["count"], Money(line["net"], currency), Money(line["fee"], currency))
        for line in lines
    ]


register_sales_fees(month=fees_of, since=fees_since)
