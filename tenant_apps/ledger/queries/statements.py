"""A payout explained: what was carried over, every posting since the last payout with its order, fact and rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum
from django.utils.translation import gettext as _

from marque.kit.money import Money
from tenant_apps.ledger.models import AccountKind, Commission, LedgerEntry, LedgerTransaction, Payout, Posting
from tenant_apps.ledger.models.book import EARNED
from tenant_apps.ledger.queries.adjustments import SOURCE
from tenant_apps.ledger.queries.money import earned_entries

_AT_THE_GATEWAY = (AccountKind.CASH, AccountKind.DISPUTES)


@dataclass(frozen=True)
class Part:
    """What the buyer paid, or somebody else had of it; the parts of a line add up to it."""

    words: str
    money: Money


@dataclass(frozen=True)
class Line:
    """One posting, as its owner counts it: what came is positive."""

    at: datetime
    transaction: LedgerTransaction
    money: Money
    commissions: tuple[Commission, ...]
    parts: tuple[Part, ...] = ()

    @property
    def why(self) -> str:
        """What somebody wrote who adjusted the wallet by hand, or took that back."""
        return self.transaction.note if self.transaction.source.startswith(SOURCE) else ""


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
    own: dict[LedgerTransaction, list[LedgerEntry]] = defaultdict(list)
    for entry in entries:
        own[entry.transaction].append(entry)
    why: dict[int, list[Commission]] = defaultdict(list)
    for commission in Commission.objects.filter(transaction__in=own, person=payout.person_id).order_by("pk"):
        why[commission.transaction_id].append(commission)
    parts = _parts(own, payout.currency) if payout.person_id is None else {}
    return [
        Line(
            written.occurred_at,
            written,
            Money(-sum(entry.amount for entry in moved), payout.currency),
            tuple(why[written.pk]),
            parts.get(written.pk, ()),
        )
        for written, moved in own.items()
    ]


def _parts(written: Iterable[LedgerTransaction], currency: str) -> dict[int, tuple[Part, ...]]:
    """What the business's own share is the rest of, where others had something of it, too."""
    others = LedgerEntry.objects.filter(transaction__in=list(written)).exclude(
        account__kind__in=EARNED, account__owner=None
    )
    sums: dict[int, dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    for entry in others.select_related("account__owner").order_by("pk"):
        kind, owner = entry.account.kind, str(entry.account.owner or "")
        place = AccountKind.CASH if kind in _AT_THE_GATEWAY else kind
        sums[entry.transaction_id][place, owner] += entry.amount
    found = {pk: {place: amount for place, amount in each.items() if amount} for pk, each in sums.items()}
    return {pk: _in_words(each, currency) for pk, each in found.items() if len(each) > 1}


def _in_words(sums: dict[tuple[str, str], int], currency: str) -> tuple[Part, ...]:
    net = sum(amount for (kind, _owner), amount in sums.items() if kind in (AccountKind.CASH, AccountKind.TAX))
    named = [(_named(*place, amount, net), amount) for place, amount in sums.items()]
    return tuple(Part(words, Money(amount, currency)) for words, amount in named)


def _named(kind: str, owner: str, amount: int, net: int) -> str:
    if kind == AccountKind.CASH:
        return _("Paid by the buyer") if amount > 0 else _("Paid back to the buyer")
    name = ", ".join(filter(None, [str(AccountKind(kind).label), owner]))
    percent = round(-100 * amount / net) if net else 0
    if kind == AccountKind.PLATFORM_FEE and percent and abs(net * percent / 100 + amount) < 1:
        return f"{name}, {percent} %"
    return name
