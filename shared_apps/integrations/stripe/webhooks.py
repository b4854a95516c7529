"""Stripe's webhooks: the signature checked as its library does, the age by our clock, the event in the port's words."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import stripe

from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.gateway_facts import NO_CURRENCY
from shared_apps.integrations.ports.payments import FactKind, WebhookFact
from shared_apps.integrations.stripe.amounts import from_stripe

HEADER = "stripe-signature"
TOLERANCE_SECONDS = 300
Facts = dict[str, Any]


def verified(body: bytes, headers: Mapping[str, str], *, secret: str, now: datetime) -> dict[str, Any]:
    """The event in a signed body; ProviderError when the signature, the age or the shape is wrong."""
    header = {name.lower(): value for name, value in headers.items()}.get(HEADER, "")
    if not secret:
        raise ProviderError("There is no secret to check this webhook with.", permanent=True)
    try:
        # the library takes the time from the machine; ours is checked below
        stripe.WebhookSignature.verify_header(body, header, secret, tolerance=None)
        stamp = int(dict(part.split("=", 1) for part in header.split(","))["t"])
        event = json.loads(body)
    except (stripe.SignatureVerificationError, ValueError, KeyError):
        raise ProviderError("The webhook's signature is wrong.", permanent=True) from None
    if abs(now.timestamp() - stamp) > TOLERANCE_SECONDS:
        raise ProviderError("The webhook is more than five minutes old.", permanent=True)
    if not isinstance(event, dict) or event.get("object") != "event":
        raise ProviderError("The webhook cannot be read.", permanent=True)
    return event


def read(event: dict[str, Any]) -> WebhookFact:
    """What an event says; one we have no use for is of the kind `other`."""
    try:
        kind, facts = _READERS.get(event["type"], _other)(event["data"]["object"])
        return WebhookFact(
            event_id=str(event["id"]),
            kind=kind,
            occurred_at=datetime.fromtimestamp(event["created"], UTC),
            **facts,
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise ProviderError("The webhook cannot be read.", permanent=True) from None


def _money(thing: Facts, amount: str = "amount") -> Facts:
    currency = thing["currency"].upper()
    return {"amount": from_stripe(thing[amount], currency), "currency": currency}


def _intent(kind: FactKind) -> Callable[[Facts], tuple[FactKind, Facts]]:
    return lambda thing: (kind, {"reference": thing["id"], **_money(thing)})


def _page(kind: FactKind) -> Callable[[Facts], tuple[FactKind, Facts]]:
    def read_page(thing: Facts) -> tuple[FactKind, Facts]:
        if thing["mode"] != "payment":
            return _other(thing)
        return kind, {"reference": thing["id"], **_money(thing, "amount_total")}

    return read_page


def _refund(thing: Facts) -> tuple[FactKind, Facts]:
    kinds = {"succeeded": FactKind.REFUND_SETTLED, "failed": FactKind.REFUND_FAILED}
    facts = {"reference": thing["payment_intent"] or "", "subject": thing["id"], "reason": thing.get("reason") or ""}
    return kinds.get(thing["status"], FactKind.OTHER), facts | _money(thing)


def _dispute(thing: Facts) -> tuple[FactKind, Facts]:
    kinds = {"won": FactKind.DISPUTE_WON, "lost": FactKind.DISPUTE_LOST}
    due = (thing.get("evidence_details") or {}).get("due_by")
    facts = {
        "reference": thing["payment_intent"] or "",
        "subject": thing["id"],
        "reason": thing["reason"],
        "due_at": datetime.fromtimestamp(due, UTC) if due else None,
    }
    kept = [moved["fee"] for moved in thing.get("balance_transactions") or [] if moved["currency"] == thing["currency"]]
    if any(kept):
        facts["fee"] = from_stripe(max(sum(kept), 0), thing["currency"])
    # an inquiry (warning_…) has taken no money
    asked_only = thing["status"].startswith("warning_")
    return FactKind.OTHER if asked_only else kinds.get(thing["status"], FactKind.DISPUTE_OPENED), facts | _money(thing)


def _payout(kind: FactKind) -> Callable[[Facts], tuple[FactKind, Facts]]:
    def read_payout(thing: Facts) -> tuple[FactKind, Facts]:
        reason = str(thing.get("failure_message") or "")[:120]
        return kind, {"reference": thing["id"], "subject": thing["id"], "reason": reason, **_money(thing)}

    return read_payout


def _transfer_back(thing: Facts) -> tuple[FactKind, Facts]:
    # all that came back by now, not the part this event is about; `amount` is what was sent
    back = _money(thing, "amount_reversed")
    return FactKind.TRANSFER_RETURNED, {"reference": thing["id"], "subject": thing["id"], **back}


def _account(thing: Facts) -> tuple[FactKind, Facts]:
    # an account, or one of its capabilities or its application, which name it
    return FactKind.ACCOUNT_CHANGED, {"reference": _owner(thing), "amount": 0, "currency": NO_CURRENCY}


def _owner(thing: Facts) -> str:
    return str(thing["id"] if thing["object"] == "account" else thing["account"])


def _other(thing: Facts) -> tuple[FactKind, Facts]:
    return FactKind.OTHER, {"reference": str(thing.get("id") or ""), "amount": 0, "currency": NO_CURRENCY}


_READERS: dict[str, Callable[[Facts], tuple[FactKind, Facts]]] = {
    "payment_intent.succeeded": _intent(FactKind.PAYMENT_SUCCEEDED),
    "payment_intent.payment_failed": _intent(FactKind.PAYMENT_FAILED),
    "payment_intent.canceled": _intent(FactKind.PAYMENT_FAILED),
    "checkout.session.completed": _page(FactKind.PAYMENT_APPROVED),
    "checkout.session.expired": _page(FactKind.PAYMENT_FAILED),
    "refund.created": _refund,
    "refund.updated": _refund,
    "refund.failed": _refund,
    "charge.dispute.created": _dispute,
    "charge.dispute.closed": _dispute,
    "payout.paid": _payout(FactKind.PAYOUT_PAID),
    "payout.failed": _payout(FactKind.PAYOUT_FAILED),
    "transfer.reversed": _transfer_back,
    "account.updated": _account,
    "capability.updated": _account,
}
