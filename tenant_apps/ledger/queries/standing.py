"""What is left of an order, and where it stands: what a refund, dispute or release takes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from tenant_apps.ledger.models import LedgerEntry, Posting
from tenant_apps.ledger.models.book import SHARES
from tenant_apps.orders.models import Order

# what moves shares of an order; a gateway's fee is the creator's cost and no share of anybody
_MOVES_SHARES = (
    Posting.SALE,
    Posting.REFUND,
    Posting.REVERSAL,  # of a refund that came back
    Posting.DISPUTE_OPENED,
    Posting.DISPUTE_WON,
    Posting.DISPUTE_LOST,
    Posting.ESCROW_RELEASED,
)


@dataclass(frozen=True)
class Standing:
    """So much of an order is still somebody's, in one account, available from then on."""

    kind: str
    owner_id: int | None
    available_at: datetime | None
    hold_id: int | None
    amount: int


def standings_of(order: Order) -> list[Standing]:
    """Everything that is left of an order, in a fixed order."""
    rows = (
        LedgerEntry.objects.filter(
            transaction__order=order, transaction__kind__in=_MOVES_SHARES, account__kind__in=SHARES
        )
        .values_list("account__kind", "account__owner_id", "available_at", "hold_id")
        .annotate(total=Sum("amount"))
        .order_by("account_id", "available_at", "hold_id")
    )
    return [Standing(kind, owner, at, hold, -total) for kind, owner, at, hold, total in rows if total < 0]
