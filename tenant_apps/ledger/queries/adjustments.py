"""Wallets that were adjusted by hand: whose, by how much, why, and whether that was taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from marque.kit.money import Money
from tenant_apps.ledger.models import AccountKind, LedgerEntry, LedgerTransaction, Posting
from tenant_apps.people.models import Person

SOURCE = "wallet-adjustment:"


@dataclass(frozen=True)
class Adjustment:
    """One, as its owner counts it: what came is positive."""

    written: LedgerTransaction
    person: Person
    part: str
    money: Money
    undone: LedgerTransaction | None


def adjustment_rows(person: Person | None = None) -> QuerySet[LedgerTransaction]:
    """The latest first; those of one person, or of everybody. Found through the account that each passes."""
    through = LedgerEntry.objects.filter(account__kind=AccountKind.ADJUSTMENT, position=2).values("transaction")
    found = LedgerTransaction.objects.filter(pk__in=through, kind=Posting.ADJUSTMENT, source__startswith=SOURCE)
    if person is not None:
        own = LedgerEntry.objects.filter(transaction=OuterRef("pk"), account__owner=person)
        found = found.filter(Exists(own))
    return found.select_related("reversal", "by").prefetch_related("entries__account__owner").order_by("-pk")


def adjustments(rows: Iterable[LedgerTransaction]) -> list[Adjustment]:
    """The same, read."""
    return [found for found in map(adjustment_of, rows) if found is not None]


def adjustment_of(written: LedgerTransaction) -> Adjustment | None:
    """What a transaction did to whose wallet; None when it is no adjustment by hand."""
    if written.kind != Posting.ADJUSTMENT or not written.source.startswith(SOURCE):
        return None
    own = next(entry for entry in written.entries.all() if entry.account.owner_id)
    assert own.account.owner is not None
    undone = getattr(written, "reversal", None)
    return Adjustment(written, own.account.owner, own.account.kind, own.credit, undone)
