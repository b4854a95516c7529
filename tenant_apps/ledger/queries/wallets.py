"""Wallets: what the book says of one owner in one currency."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet, Sum

from marque.kit import clock
from marque.kit.money import Money
from tenant_apps.ledger.models import AccountKind, LedgerAccount, LedgerEntry, Payout
from tenant_apps.ledger.models.book import EARNED
from tenant_apps.people.models import Person

_OF_A_WALLET = (*EARNED, AccountKind.ESCROW, AccountKind.HELD, AccountKind.IN_TRANSIT)


@dataclass(frozen=True)
class Wallet:
    """A reading of the ledger. `owner` None is the creator's own business."""

    owner: Person | None
    currency: str
    available: Money
    pending: Money
    reserved: Money
    paid_out: Money

    @property
    def total(self) -> Money:
        """Everything that is still the owner's."""
        return self.available + self.pending + self.reserved


def wallet_of(owner: Person | None, currency: str, *, now: datetime | None = None) -> Wallet:
    """One owner's wallet at this moment.

    Available can be paid out; pending comes on its day or out of escrow; reserved is under way to the owner, or held
    while a bank decides. A negative available is recovered from what is earned next.
    """
    accounts = list(LedgerAccount.objects.filter(owner=owner, currency=currency, kind__in=_OF_A_WALLET))
    return _reading(owner, currency, accounts, now or clock.now())


def wallets_of(owner: Person | None) -> list[Wallet]:
    """One owner's wallets, a currency each."""
    kept = LedgerAccount.objects.filter(owner=owner, kind__in=_OF_A_WALLET).values_list("currency", flat=True)
    return [wallet_of(owner, currency) for currency in sorted(set(kept))]


def earned_accounts(owner: Person | None, currency: str) -> QuerySet[LedgerAccount]:
    """The accounts a payout is taken from."""
    return LedgerAccount.objects.filter(owner=owner, currency=currency, kind__in=EARNED)


def available_in(accounts: Iterable[LedgerAccount], *, now: datetime) -> dict[int, int]:
    """What can be paid out of each account, by primary key: what is owed without what comes later."""
    by_pk = {account.pk: -account.balance for account in accounts}
    later = LedgerEntry.objects.filter(account__in=by_pk, available_at__gt=now)
    for pk, amount in later.values_list("account").annotate(total=Sum("amount")).order_by():
        by_pk[pk] += amount
    return by_pk


def _reading(owner: Person | None, currency: str, accounts: list[LedgerAccount], now: datetime) -> Wallet:
    def owed(*kinds: str) -> int:
        return sum(-account.balance for account in accounts if account.kind in kinds)

    available = sum(available_in([each for each in accounts if each.kind in EARNED], now=now).values())
    arrived = Sum(F("amount") - F("came_back_amount"))
    paid = Payout.objects.paid().filter(Q(person=owner), currency=currency).aggregate(total=arrived)["total"]
    amounts = {
        "available": available,
        "pending": owed(*EARNED) - available + owed(AccountKind.ESCROW),
        "reserved": owed(AccountKind.HELD, AccountKind.IN_TRANSIT),
        "paid_out": paid or 0,
    }
    return Wallet(owner, currency, **{name: Money(amount, currency) for name, amount in amounts.items()})
