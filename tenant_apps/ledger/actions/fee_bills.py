"""Fees of sales that nobody kept back, handed to the platform's bill: each transaction is on one, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set
from datetime import UTC, date, datetime, time

from django.db import transaction

from shared_apps.billing.periods import month_after
from shared_apps.billing.sales_fees import Happened, Month
from tenant_apps.ledger.actions.posting import lock_accounts
from tenant_apps.ledger.models import AccountKind, BilledFee, FeeBill, LedgerAccount, LedgerTransaction, Posting
from tenant_apps.ledger.queries.platform_fees import unbilled_fees

_WHAT = {Posting.SALE: Happened.SOLD, Posting.REVERSAL: Happened.CAME_BACK}


@transaction.atomic
def bill_fees(*, month: date, billed: Set[Month]) -> list[FeeBill]:
    """What the bill of a month says, a currency each; written now or before. It takes in what earlier bills left out.

    With it come earlier ones that never got as far as the platform's bill, because the run was cut off.
    `billed` is what the platform has on bills: where a book that was restored forgot one, its part is set aside first.
    """
    lock_accounts(LedgerAccount.objects.filter(kind=AccountKind.PLATFORM_FEE))
    known = set(FeeBill.objects.values_list("month", "currency"))
    for past, currency in sorted(billed - known):
        _write(past, currency, _happened(past).get(currency, []))
    for currency, rows in _happened(month).items():
        if (month, currency) not in known | billed:
            _write(month, currency, rows)
    bills = FeeBill.objects.filter(month__lte=month).order_by("month", "currency")
    return [bill for bill in bills if bill.month == month or (bill.month, bill.currency) not in billed]


def _happened(month: date) -> dict[str, list[LedgerTransaction]]:
    found: dict[str, list[LedgerTransaction]] = defaultdict(list)
    for row in unbilled_fees(before=datetime.combine(month_after(month), time(), UTC)).order_by("pk"):
        found[row.currency].append(row)
    return found


def _write(month: date, currency: str, rows: list[LedgerTransaction]) -> None:
    bill = FeeBill.objects.create(month=month, currency=currency, lines=summed(rows))
    BilledFee.objects.bulk_create([BilledFee(bill=bill, transaction=row) for row in rows], batch_size=5_000)


def summed(rows: Iterable[LedgerTransaction]) -> list[dict[str, int | str]]:
    """How often each thing happened, what it was worth and the fee of it."""
    sums: dict[Happened, list[int]] = {}
    for row in rows:
        known = sums.setdefault(_WHAT.get(Posting(row.kind), Happened.GIVEN_BACK), [0, 0, 0])
        for place, more in enumerate((1, row.net, row.fee)):  # type: ignore[attr-defined]
            known[place] += more
    return [
        {"what": what.value, "count": sums[what][0], "net": sums[what][1], "fee": sums[what][2]}
        for what in Happened
        if what in sums
    ]
