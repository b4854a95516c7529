"""Razorpay's payments and refunds as movements."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from shared_apps.integrations.ports.payments import Movement, MovementKind
from shared_apps.integrations.razorpay.client import RazorpayClient


def movements(client: RazorpayClient, *, since: datetime, until: datetime) -> Iterator[Movement]:
    """Oldest first; Razorpay lists the newest first, so a window is read whole before it is given."""
    window = {"from": int(since.timestamp()), "to": int(until.timestamp()) - 1}
    taken = [row for row in client.pages("/payments", window) if row["status"] in ("captured", "refunded")]
    orders = {row["id"]: row.get("order_id") or "" for row in taken}
    found = [_payment(row) for row in taken]
    for row in client.pages("/refunds", window):
        payment = row["payment_id"]
        if payment not in orders:  # paid before this window
            orders[payment] = client.ask("GET", f"/payments/{payment}").get("order_id") or ""
        found.append(_refund(row, orders[payment]))
    yield from sorted(found, key=lambda movement: (movement.at, movement.kind != MovementKind.PAYMENT))


def _payment(row: dict[str, Any]) -> Movement:
    fee = int(row["fee"] or 0) if row["currency"] == "INR" else 0
    order = row.get("order_id") or ""
    return Movement(row["id"], MovementKind.PAYMENT, row["amount"], fee, row["currency"], _at(row), order, row["id"])


def _refund(row: dict[str, Any], order: str) -> Movement:
    return Movement(row["id"], MovementKind.REFUND, -row["amount"], 0, row["currency"], _at(row), order, row["id"])


def _at(row: dict[str, Any]) -> datetime:
    return datetime.fromtimestamp(row["created_at"], UTC)
