"""Razorpay's webhooks: HMAC-SHA256 of the body with a secret the business made up.

https://razorpay.com/docs/webhooks/validate-test/
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.gateway_facts import NO_CURRENCY
from shared_apps.integrations.ports.payments import FactKind, WebhookFact

HEADER = "x-razorpay-signature"
Facts = dict[str, Any]


def read(body: bytes, headers: Mapping[str, str], *, secret: str) -> WebhookFact:
    """The event in a signed body; a permanent ProviderError when the signature or the shape is wrong.

    Nothing in it says when it was sent, and what was not answered is sent for a day: its age is not looked at. Its id
    is the digest of what was signed, because the id in the header is not.
    """
    given = {name.lower(): value for name, value in headers.items()}.get(HEADER, "")
    if not secret:
        raise ProviderError("There is no secret to check this webhook with.", permanent=True)
    expected = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected.encode(), given.encode()):
        raise ProviderError("The webhook's signature is wrong.", permanent=True)
    try:
        event = json.loads(body)
        kind, facts = _READERS.get(event["event"], _other)(event["payload"])
        return WebhookFact(
            event_id=hashlib.sha256(body).hexdigest()[:48],
            kind=kind,
            occurred_at=datetime.fromtimestamp(event["created_at"], UTC),
            **facts,
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise ProviderError("The webhook cannot be read.", permanent=True) from None


def _money(thing: Facts) -> Facts:
    return {"amount": int(thing["amount"]), "currency": str(thing["currency"])}


def _payment(kind: FactKind) -> Callable[[Facts], tuple[FactKind, Facts]]:
    def reader(payload: Facts) -> tuple[FactKind, Facts]:
        payment = payload["payment"]["entity"]
        facts = {"reference": str(payment.get("order_id") or ""), **_money(payment)}
        if payment.get("fee") is not None and payment["currency"] == "INR":
            facts["fee"] = int(payment["fee"])
        return kind, facts

    return reader


def _about(name: str, kind: FactKind) -> Callable[[Facts], tuple[FactKind, Facts]]:
    def reader(payload: Facts) -> tuple[FactKind, Facts]:
        thing, payment = payload[name]["entity"], payload["payment"]["entity"]
        due = thing.get("respond_by")
        return kind, {
            "reference": str(payment.get("order_id") or ""),
            "subject": str(thing["id"]),
            "reason": str(thing.get("reason_code") or ""),
            "due_at": datetime.fromtimestamp(due, UTC) if due else None,
            **_money(thing),
        }

    return reader


def _other(payload: Facts) -> tuple[FactKind, Facts]:
    # one attempt that failed ends nothing: the buyer tries again on the same page
    return FactKind.OTHER, {"reference": "", "amount": 0, "currency": NO_CURRENCY}


_READERS: dict[str, Callable[[Facts], tuple[FactKind, Facts]]] = {
    "payment.authorized": _payment(FactKind.PAYMENT_APPROVED),
    "payment.captured": _payment(FactKind.PAYMENT_SUCCEEDED),
    "refund.processed": _about("refund", FactKind.REFUND_SETTLED),
    "refund.failed": _about("refund", FactKind.REFUND_FAILED),
    "payment.dispute.created": _about("dispute", FactKind.DISPUTE_OPENED),
    "payment.dispute.won": _about("dispute", FactKind.DISPUTE_WON),
    "payment.dispute.lost": _about("dispute", FactKind.DISPUTE_LOST),
}
