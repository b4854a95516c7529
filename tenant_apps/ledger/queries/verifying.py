"""Proof that the books are right: what is wrong, in sentences; nothing when they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from marque.kit import clock
from marque.kit.money import Money
from tenant_apps.ledger.models import LedgerAccount, LedgerTransaction, Posting
from tenant_apps.ledger.queries.missing import unposted_orders, unposted_refunds
from tenant_apps.orders.models import Order

# a fact that was just published is on its way
_ON_ITS_WAY = timedelta(minutes=15)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: what it is about, what about it, and what to do."""

    kind: str
    name: str
    says: str
    do: str = ""


def problems(*, now: datetime | None = None) -> list[Problem]:
    """Everything that is wrong with the current tenant's books."""
    now = now or clock.now()
    return [*_unbalanced(), *_foreign(), *_wrong_balances(), *_unposted(now), *_posted_twice()]


def _unbalanced() -> Iterator[Problem]:
    """The constraints forbid it; a restored or tampered file may hold it all the same."""
    summed = LedgerTransaction.objects.annotate(
        total=Coalesce(Sum("entries__amount"), 0), counted=Count("entries")
    ).filter(~Q(total=0) | ~Q(counted=F("entry_count")))
    for row in summed.order_by("pk"):
        off = Money(row.total, row.currency).format(cents=True)
        if row.total:
            yield Problem("transaction", row.source, f"Its entries sum to {off} instead of zero.")
        if row.counted != row.entry_count:
            yield Problem("transaction", row.source, f"It has {row.counted} entries instead of {row.entry_count}.")


def _foreign() -> Iterator[Problem]:
    mixed = LedgerTransaction.objects.filter(
        ~Q(entries__currency=F("currency")) | ~Q(entries__account__currency=F("currency")), entries__isnull=False
    )
    for row in mixed.distinct().order_by("pk"):
        yield Problem("transaction", row.source, f"It is in {row.currency}, and not all of its entries are.")


def _wrong_balances() -> Iterator[Problem]:
    summed = LedgerAccount.objects.annotate(total=Coalesce(Sum("entries__amount"), 0)).exclude(total=F("balance"))
    for account in summed.select_related("owner").order_by("pk"):
        kept, real = (Money(amount, account.currency).format(cents=True) for amount in (account.balance, account.total))
        yield Problem("account", str(account), f"Its balance says {kept}, its entries sum to {real}.")


def _unposted(now: datetime) -> Iterator[Problem]:
    before = now - _ON_ITS_WAY
    for order in unposted_orders(before=before):
        yield Problem("order", str(order), f"It was paid on {order.paid_at:%d %b %Y} and is not in the books.")
    for refund in unposted_refunds(before=before):
        money = refund.money.format(cents=True)
        yield Problem("refund", str(refund), f"{money} of order {refund.order} went back and is not in the books.")


def _posted_twice() -> Iterator[Problem]:
    sales = Count("ledger_transactions", filter=Q(ledger_transactions__kind=Posting.SALE))
    for order in Order.objects.annotate(sales=sales).filter(sales__gt=1).order_by("pk"):
        yield Problem("order", str(order), f"It is in the books {order.sales} times.")
