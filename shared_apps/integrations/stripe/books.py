"""Stripe's balance transactions as movements."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from shared_apps.integrations.ports.payments import Movement, MovementKind
from shared_apps.integrations.stripe.amounts import from_stripe
from shared_apps.integrations.stripe.client import ask, plain
from shared_apps.integrations.stripe.results import gateway_fee, platform_fee

# https://docs.stripe.com/reports/reporting-categories
_KINDS = {
    "charge": MovementKind.PAYMENT,
    "refund": MovementKind.REFUND,
    "partial_capture_reversal": MovementKind.REFUND,
    "dispute": MovementKind.DISPUTE,
    "dispute_reversal": MovementKind.DISPUTE_WON,
    "payout": MovementKind.PAYOUT,
    "payout_reversal": MovementKind.PAYOUT_RETURNED,
    "transfer": MovementKind.TRANSFER,
    "transfer_reversal": MovementKind.TRANSFER_RETURNED,
    "fee": MovementKind.FEE,
}


def movements(client: Any, *, since: datetime, until: datetime) -> Iterator[Movement]:
    """Oldest first; Stripe lists the newest first, so a window is read whole before it is given."""
    window = {"gte": int(since.timestamp()), "lt": int(until.timestamp())}
    params = {"created": window, "limit": 100, "expand": ["data.source"]}
    page = ask(lambda: client.v1.balance_transactions.list(params))
    rows = [plain(row) for row in page.auto_paging_iter()]
    yield from (_movement(row) for row in reversed(rows))


def _movement(row: dict[str, Any]) -> Movement:
    source = row["source"] if isinstance(row["source"], dict) else {}
    currency = row["currency"].upper()
    return Movement(
        reference=row["id"],
        kind=_KINDS.get(row["reporting_category"], MovementKind.OTHER),
        amount=from_stripe(row["amount"], currency),
        fee=from_stripe(gateway_fee(row), currency),
        platform_fee=from_stripe(platform_fee(row), currency),
        owner=(source.get("metadata") or {}).get("tenant", ""),
        words=row.get("description") or "",
        currency=currency,
        at=datetime.fromtimestamp(row["created"], UTC),
        payment_reference=source.get("payment_intent") or "",
        subject=source.get("id") or "",
    )
