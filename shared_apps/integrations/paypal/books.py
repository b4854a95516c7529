"""PayPal's transaction report as movements.

https://developer.paypal.com/docs/api/transaction-search/v1/ and its event codes
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from shared_apps.integrations.paypal.amounts import from_paypal
from shared_apps.integrations.paypal.client import PayPalClient
from shared_apps.integrations.ports.payments import Movement, MovementKind

_PAGE = 100
# the longest beginning wins
_KINDS = {
    "T00": MovementKind.PAYMENT,
    "T01": MovementKind.FEE,
    "T04": MovementKind.PAYOUT,
    "T1107": MovementKind.REFUND,
    "T1106": MovementKind.DISPUTE,
    "T1111": MovementKind.DISPUTE,
    "T1110": MovementKind.DISPUTE,
    "T1201": MovementKind.DISPUTE,
    "T1202": MovementKind.DISPUTE_WON,
}


def movements(
    client: PayPalClient, *, since: datetime, until: datetime, order_of: Callable[[str], str]
) -> Iterator[Movement]:
    """Oldest first, page by page."""
    page, pages = 1, 1
    while page <= pages:
        window = {"start_date": _stamp(since), "end_date": _stamp(until)}
        params = window | {"fields": "transaction_info", "page_size": _PAGE, "page": page}
        answer = client.ask("GET", "/v1/reporting/transactions", params=params)
        for row in answer["transaction_details"]:
            yield _movement(row["transaction_info"], order_of)
        page, pages = page + 1, int(answer.get("total_pages") or 1)


def _movement(row: dict[str, Any], order_of: Callable[[str], str]) -> Movement:
    money = from_paypal(row["transaction_amount"])
    kind = _kind(str(row["transaction_event_code"]), money.amount)
    fee = from_paypal(row["fee_amount"]).amount if row.get("fee_amount") else 0
    # a refund names the capture it is of; a payment is one
    capture = row["transaction_id"] if kind is MovementKind.PAYMENT else row.get("paypal_reference_id") or ""
    about_payment = kind in (MovementKind.PAYMENT, MovementKind.REFUND, MovementKind.DISPUTE, MovementKind.DISPUTE_WON)
    return Movement(
        reference=str(row["transaction_id"]),
        kind=kind,
        amount=money.amount,
        fee=-fee,
        currency=money.currency,
        at=datetime.fromisoformat(row["transaction_initiation_date"]),
        payment_reference=order_of(str(capture)) if about_payment and capture else "",
        subject=str(row["transaction_id"]),
    )


def _kind(code: str, amount: int) -> MovementKind:
    found = max((start for start in _KINDS if code.startswith(start)), key=len, default="")
    kind = _KINDS.get(found, MovementKind.OTHER)
    # what the business itself pays somebody has the same codes as what it is paid
    return MovementKind.OTHER if kind is MovementKind.PAYMENT and amount < 0 else kind


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
