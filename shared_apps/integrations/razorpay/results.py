"""What an order at Razorpay and the attempts to pay it say, in the port's words."""

import json
from typing import Any

from django.utils.translation import gettext as _

from shared_apps.integrations.ports.payments import PaymentResult, PaymentState

_TAKEN = ("captured", "refunded")
_WAYS = {"upi": "UPI", "netbanking": "Netbanking", "wallet": "Wallet", "emi": "EMI", "paylater": "Pay later"}


def read_order(order: dict[str, Any], attempts: list[dict[str, Any]], *, token: str, left: bool) -> PaymentResult:
    """An order as it stands. One attempt that succeeded is enough; `left` says that its buyer has gone."""
    taken = next((each for each in attempts if each["status"] in _TAKEN), None)
    failed = next((each for each in attempts if each["status"] == "failed"), None)
    state = PaymentState.NEEDS_ACTION
    if taken is not None:
        state = PaymentState.SUCCEEDED
    elif left:
        state = PaymentState.DECLINED
    shown = taken or failed or {}
    return PaymentResult(
        state=state,
        reference=order["id"],
        amount=order["amount"],
        currency=order["currency"],
        brand=_brand(shown),
        last4=str((shown.get("card") or {}).get("last4") or ""),
        action_token=token if state is PaymentState.NEEDS_ACTION else "",
        failure_code=_code(failed) if state is PaymentState.DECLINED else "",
        message=_message(failed) if state is PaymentState.DECLINED else "",
        fee=_fee(taken, order["currency"]),
    )


def written(order: dict[str, Any], *, back: str, about: str, email: str) -> str:
    """What the page that leads to Razorpay has to know."""
    facts = {name: order[name] for name in ("id", "amount", "currency")}
    return json.dumps(facts | {"back": back, "about": about[:200], "email": email}, separators=(",", ":"))


def _brand(attempt: dict[str, Any]) -> str:
    card = attempt.get("card") or {}
    return str(card.get("network") or _WAYS.get(str(attempt.get("method")), "Razorpay"))[:32]


def _code(failed: dict[str, Any] | None) -> str:
    return str((failed or {}).get("error_reason") or "not_approved")[:64]


def _message(failed: dict[str, Any] | None) -> str:
    if failed is None:
        return _("You left Razorpay before paying. Nothing was charged.")
    # what Razorpay says may tell that a card is reported lost: a buyer is never told
    return _("The bank declined this payment. Nothing was charged. Try again, or pay another way.")


def _fee(taken: dict[str, Any] | None, currency: str) -> int | None:
    # the fee, with the tax on it, is in rupees whatever was paid in
    fee = (taken or {}).get("fee")
    return int(fee) if fee is not None and currency == "INR" else None
