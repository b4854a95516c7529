"""Fees on sales that nobody kept back: read in the tenant, billed with the use of their month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.formats import date_format

from marque.kit.money import Money
from shared_apps.billing.actions.issuing import Line
from shared_apps.billing.models import BilledSales, Credit, Subscription
from shared_apps.billing.sales_fees import SalesFee, fees_of

Fees = dict[date, list[SalesFee]]


def read_fees(held: Subscription, months: Iterable[date], *, now: datetime) -> Fees:
    """What the bills of these months ask for sales, asked inside the tenant; with months of before that wait.

    In a trial, or while it is closed, the fees wait for the first bill after it.
    """
    if held.state_at(now) in ("trial", "suspended"):
        return {}
    billed = set(BilledSales.objects.filter(tenant_id=held.tenant_id).values_list("month", "currency"))
    found: Fees = {}
    for month in months:
        found |= fees_of(month, billed=billed)
    return found


def sales_lines(held: Subscription, month: date, fees: Iterable[SalesFee], *, now: datetime) -> dict[str, list[Line]]:
    """The lines of a month's fees by currency, and that they are billed now; none a second time. `held` is locked."""
    known = BilledSales.objects.filter(tenant_id=held.tenant_id, month=month)
    billed = set(known.values_list("currency", flat=True))
    found: dict[str, list[Line]] = {}
    for fee in fees:
        if fee.fee.currency not in billed:
            title = f"{date_format(month, 'F Y')}: {fee.words}"
            found.setdefault(fee.fee.currency, []).append((title, fee.fee))
    for currency, lines in found.items():
        amount = sum(money.amount for _title, money in lines)
        BilledSales.objects.create(tenant_id=held.tenant_id, month=month, currency=currency, amount=amount, at=now)
    return found


def give_credit(held: Subscription, lines: Iterable[Line], *, now: datetime) -> bool:
    """What was given back beyond all that is owed is kept for the next invoices; whether it was. `held` is locked."""
    rows = list(lines)
    if not rows:
        return False
    total = sum((money for _title, money in rows), Money.zero(rows[0][1].currency))
    if total.amount >= 0:
        return False
    Credit.objects.create(
        tenant_id=held.tenant_id, currency=total.currency, amount=-total.amount, by="billing", at=now,
        reason="; ".join(str(title) for title, _money in rows)[:300],
    )  # fmt: skip
    return True
