"""A payout explained: what was carried over, every entry since the last payout with its order, fact and rule."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from marque.kit.money import Money
from tenant_apps.ledger.models import Commission, LedgerEntry, LedgerTransaction, Payout, Posting
from tenant_apps.ledger.queries.money import earned_entries


@dataclass(frozen=True)
class Line:
    """One entry, as its owner counts it: what came is positive."""

    at: datetime
    transaction: LedgerTransaction
    money: Money
    commissions: tuple[Commission, ...]


@dataclass(frozen=True)
class Statement:
    """Carried over, plus the lines, is what is left after the payout."""

    payout: Payout
    carried: Money
    lines: tuple[Line, ...]
    left: Money


def statement_of(payout: Payout) -> Statement:
    """Every cent of a payout."""
    taken = payout.transactions.get(kind=Posting.PAYOUT_RESERVED)
    own = earned_entries(payout.person, payout.currency)
    before = own.filter(transaction__kind=Posting.PAYOUT_RESERVED, transaction_id__lt=taken.pk).last()
    since = before.transaction_id if before else 0
    carried = own.filter(transaction_id__lte=since).aggregate(total=Sum("amount"))["total"] or 0
    lines = _lines(payout, list(own.filter(transaction_id__gt=since, transaction_id__lte=taken.pk)))
    left = Money(-carried, payout.currency) + sum((line.money for line in lines), Money.zero(payout.currency))
    return Statement(payout, Money(-carried, payout.currency), tuple(lines), left)


def _lines(payout: Payout, entries: list[LedgerEntry]) -> list[Line]:
    why: dict[int, list[Commission]] = defaultdict(list)
    for commission in Commission.objects.filter(
        transaction__in={entry.transaction_id for entry in entries}, person=payout.person_id
    ).order_by("pk"):
        why[commission.transaction_id].append(commission)
    return [
        Line(entry.transaction.occurred_at, entry.transaction, -entry.money, tuple(why[entry.transaction_id]))
        for entry in entries
    ]
