"""What holds of every book, whatever happened."""

from collections import defaultdict
from datetime import datetime

from django.db.models import Sum

from tenant_apps.ledger.models import FeeBill, LedgerAccount, LedgerEntry, LedgerTransaction, Payout, PayoutState
from tenant_apps.ledger.models.book import EARNED
from tenant_apps.ledger.queries import problems, wallets_of
from tenant_apps.ledger.queries.statements import statement_of
from tenant_apps.people.models import Person

_OF_A_WALLET = (*EARNED, "escrow", "held", "in_transit")


def holds(*, at: datetime) -> None:
    """All of it; at a moment when nothing is on its way any more."""
    assert problems(now=at) == []
    _nothing_comes_from_nowhere()
    owners = [None, *Person.objects.filter(ledger_accounts__isnull=False).distinct()]
    for owner in owners:
        _a_wallet_is_its_entries(owner)
        _payouts_are_explained(owner)
    for payout in Payout.objects.select_related("account"):
        _is_paid_once(payout)
    _fees_are_billed_once()


def total(**where: object) -> int:
    return LedgerEntry.objects.filter(**where).aggregate(total=Sum("amount"))["total"] or 0


def _nothing_comes_from_nowhere() -> None:
    sums = LedgerAccount.objects.values_list("currency").annotate(total=Sum("balance")).order_by()
    assert {amount for _currency, amount in sums} <= {0}
    through = LedgerAccount.objects.filter(kind__in=["refunds", "gateway_fees", "adjustment"])
    assert set(through.values_list("balance", flat=True)) <= {0}
    owed = LedgerAccount.objects.filter(kind__in=["tax", "platform_fee", "escrow", "held", "in_transit"])
    assert not owed.filter(balance__gt=0)


def _a_wallet_is_its_entries(owner: Person | None) -> None:
    for wallet in wallets_of(owner):
        own = {"account__owner": owner, "account__currency": wallet.currency, "account__kind__in": _OF_A_WALLET}
        assert wallet.total.amount == -total(**own)
        paid = Payout.objects.paid().filter(person=owner, currency=wallet.currency)
        assert wallet.paid_out.amount == sum(payout.amount - payout.came_back_amount for payout in paid)


def _payouts_are_explained(owner: Person | None) -> None:
    """To the cent, and without a gap: what one payout left is what the next one carries over."""
    left: dict[str, int] = defaultdict(int)
    taken = LedgerTransaction.objects.filter(kind="payout_reserved", payout__person=owner).order_by("pk")
    for payout in [row.payout for row in taken.select_related("payout__person")]:
        statement = statement_of(payout)
        assert statement.carried.amount == left[payout.currency]
        assert statement.carried.amount + sum(line.money.amount for line in statement.lines) == statement.left.amount
        for line in statement.lines:
            assert not line.parts or sum(part.money.amount for part in line.parts) == line.money.amount
        left[payout.currency] = statement.left.amount


def _is_paid_once(payout: Payout) -> None:
    own = {"transaction__payout": payout}
    arrived = payout.amount - payout.came_back_amount
    expected = {
        PayoutState.REQUESTED: (payout.amount, payout.amount, 0),
        PayoutState.APPROVED: (payout.amount, payout.amount, 0),
        PayoutState.PAID: (arrived, 0, arrived),
        PayoutState.RETURNED: (0, 0, 0),
    }
    taken = total(account__kind__in=EARNED, **own)
    assert (taken, -total(account__kind="in_transit", **own), -total(account__kind="cash", **own)) == expected[
        payout.state
    ]


def _fees_are_billed_once() -> None:
    for bill in FeeBill.objects.all():
        moved = total(transaction__billed_fee__bill=bill, account__kind="platform_fee")
        assert sum(line["fee"] for line in bill.lines) == -moved
