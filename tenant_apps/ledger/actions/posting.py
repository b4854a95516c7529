"""Writing into the book: the one place where transactions and entries are made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import F

from marque.kit import clock
from tenant_apps.ledger.models import LedgerAccount, LedgerEntry, LedgerTransaction, Posting


class Unbalanced(ValueError):
    """The entries do not sum to zero: a bug, not a refusal."""


class Pot(NamedTuple):
    """Names an account within a transaction, whose currency it takes."""

    kind: str
    owner_id: int | None = None
    gateway: str = ""


@dataclass(frozen=True)
class Leg:
    """An entry to be: so much onto a pot (positive, a debit) or out of it."""

    pot: Pot
    amount: int
    available_at: datetime | None = None
    hold_id: int | None = None


@transaction.atomic
def post(
    *, kind: Posting, source: str, currency: str, legs: Iterable[Leg], by: Any = None, **about: Any
) -> LedgerTransaction:
    """Write one transaction. The same source again changes nothing and returns the first; raises Unbalanced.

    `about` may hold order, payout, reverses, fact, note and occurred_at.
    """
    written = LedgerTransaction.objects.filter(source=source).first()
    if written is not None:
        return written
    legs = [leg for leg in legs if leg.amount]
    total = sum(leg.amount for leg in legs)
    if len(legs) < 2 or total != 0:
        raise Unbalanced(f"{source}: {[(leg.pot.kind, leg.amount) for leg in legs]}")
    about.setdefault("occurred_at", clock.now())
    made = LedgerTransaction(kind=kind, source=source, currency=currency, entry_count=len(legs), by=by, **about)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        # the same fact was handled twice at once, and the other was first
        return LedgerTransaction.objects.get(source=source)
    accounts = open_accounts(currency=currency, pots={leg.pot for leg in legs})
    LedgerEntry.objects.bulk_create(_entries(made, legs, accounts))
    _move_balances(legs, accounts)
    return made


def open_accounts(*, currency: str, pots: Iterable[Pot]) -> dict[Pot, LedgerAccount]:
    """The accounts of these pots, made at first use."""
    return {pot: _account(currency, pot) for pot in sorted(pots, key=str)}


def lock_accounts(accounts: Iterable[LedgerAccount]) -> list[LedgerAccount]:
    """Hold these accounts until the end of the transaction, read afresh; always in the same order: no deadlock."""
    pks = [account.pk for account in accounts]
    return list(LedgerAccount.objects.select_for_update().filter(pk__in=pks).order_by("pk"))


def _account(currency: str, pot: Pot) -> LedgerAccount:
    named: dict[str, Any] = {"kind": pot.kind, "owner_id": pot.owner_id, "gateway": pot.gateway, "currency": currency}
    found = LedgerAccount.objects.filter(**named).first()
    if found is None:
        found, _new = LedgerAccount.objects.get_or_create(**named)
    return found


def _entries(made: LedgerTransaction, legs: Sequence[Leg], accounts: dict[Pot, LedgerAccount]) -> Iterable[LedgerEntry]:
    total = 0
    for position, leg in enumerate(legs, start=1):
        yield LedgerEntry(
            transaction=made,
            account=accounts[leg.pot],
            currency=made.currency,
            entry_count=len(legs),
            position=position,
            previous=position - 1 or None,
            before_amount=total,
            amount=leg.amount,
            after_amount=total + leg.amount,
            available_at=leg.available_at,
            hold_id=leg.hold_id,
        )
        total += leg.amount


def _move_balances(legs: Sequence[Leg], accounts: dict[Pot, LedgerAccount]) -> None:
    moved: dict[int, int] = {}
    for leg in legs:
        account = accounts[leg.pot]
        moved[account.pk] = moved.get(account.pk, 0) + leg.amount
    for pk, amount in sorted(moved.items()):
        if amount:
            LedgerAccount.objects.filter(pk=pk).update(balance=F("balance") + amount)


@transaction.atomic
def reverse(*, original: LedgerTransaction, source: str = "", by: Any = None, **about: Any) -> LedgerTransaction:
    """Take a transaction back by its mirror image. Calling it twice changes nothing."""
    known = LedgerTransaction.objects.filter(reverses=original).first()
    if known is not None:
        return known
    return post(
        kind=Posting.REVERSAL,
        source=source or f"reversal:{original.key}",
        currency=original.currency,
        legs=mirrored(original),
        reverses=original,
        order=original.order,
        payout=original.payout,
        by=by,
        **about,
    )


def mirrored(original: LedgerTransaction) -> list[Leg]:
    """The entries of a transaction the other way round."""
    entries = original.entries.select_related("account").order_by("position")
    return [
        Leg(
            Pot(entry.account.kind, entry.account.owner_id, entry.account.gateway),
            -entry.amount,
            entry.available_at,
            entry.hold_id,
        )
        for entry in entries
    ]
