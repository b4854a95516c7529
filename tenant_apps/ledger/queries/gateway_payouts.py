"""What a gateway paid to the bank, explained: every entry of its cash since the payout before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet, Sum

from marque.kit.money import Money
from tenant_apps.ledger.models import AccountKind, LedgerCheck, LedgerEntry, LedgerTransaction, Posting

_SOURCE = "gateway-payout:"
_SHOWN = 500
# gateways count in whole seconds
_TICK = timedelta(seconds=1)


@dataclass(frozen=True)
class GatewayPayout:
    """What was there, what came and went since, what was paid out, what was left."""

    written: LedgerTransaction
    gateway: str
    carried: Money
    lines: Sequence[LedgerEntry]
    money: Money
    left: Money


def gateway_payouts() -> QuerySet[LedgerTransaction]:
    """The latest first."""
    found = LedgerTransaction.objects.filter(kind=Posting.TRANSFER, source__startswith=_SOURCE)
    return found.order_by("-occurred_at", "-pk")


def explained(written: LedgerTransaction) -> GatewayPayout:
    """Down to each transaction, which names its order and its fact."""
    gateway = written.source.removeprefix(_SOURCE).partition(":")[0]
    own = written.entries.select_related("account").get(account__kind=AccountKind.CASH, account__gateway=gateway)
    before = (
        gateway_payouts()
        .filter(
            currency=written.currency, source__startswith=f"{_SOURCE}{gateway}:", occurred_at__lt=written.occurred_at
        )
        .first()
    )
    cash = LedgerEntry.objects.filter(account=own.account).exclude(transaction=written)
    until = cash.filter(transaction__occurred_at__lt=written.occurred_at + _TICK)
    since = until.filter(transaction__occurred_at__gte=before.occurred_at + _TICK) if before else until
    lines = since.select_related("transaction__order", "transaction__payout").order_by("pk")
    whole = until.aggregate(total=Sum("amount"))["total"] or 0
    came = since.aggregate(total=Sum("amount"))["total"] or 0
    money = Money(-own.amount, written.currency)
    return GatewayPayout(
        written=written,
        gateway=gateway,
        carried=Money(whole - came, written.currency),
        lines=list(lines[:_SHOWN]),
        money=money,
        left=Money(whole, written.currency) - money,
    )


def latest_checks() -> list[LedgerCheck]:
    """The newest look at the books, and at each gateway's report."""
    newest: dict[str, LedgerCheck] = {}
    for check in LedgerCheck.objects.order_by("-pk")[:60]:
        newest.setdefault(check.gateway, check)
    return [newest[name] for name in sorted(newest)]
