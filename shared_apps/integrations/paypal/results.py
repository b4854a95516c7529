"""What an order at PayPal says, in the port's words."""

from typing import Any

from django.utils.translation import gettext as _

from shared_apps.integrations.paypal.amounts import from_paypal
from shared_apps.integrations.ports.payments import PaymentResult, PaymentState

_CAPTURES = {
    "COMPLETED": PaymentState.SUCCEEDED,
    "PARTIALLY_REFUNDED": PaymentState.SUCCEEDED,
    "REFUNDED": PaymentState.SUCCEEDED,
    "PENDING": PaymentState.PENDING,
}
_UNANSWERED = ("CREATED", "SAVED", "PAYER_ACTION_REQUIRED", "APPROVED")


def read_order(order: dict[str, Any]) -> PaymentResult:
    """An order as it stands: captured, or waiting for its buyer."""
    unit = order["purchase_units"][0]
    money = from_paypal(unit["amount"])
    capture = capture_of(order)
    state = _state(order, capture)
    failed = state is PaymentState.DECLINED
    payer = (order.get("payment_source") or {}).get("paypal") or order.get("payer") or {}
    return PaymentResult(
        state=state,
        reference=order["id"],
        amount=money.amount,
        currency=money.currency,
        brand="PayPal",
        last4=_last4(payer),
        action_token=action_token(order) if state is PaymentState.NEEDS_ACTION else "",
        failure_code=str((capture or {}).get("status") or order["status"]).lower() if failed else "",
        message=_("PayPal did not take this payment. Nothing was charged. Pay again, or pay another way.")
        if failed
        else "",
        fee=_fee(capture, money.currency),
    )


def declined(order: dict[str, Any], code: str, message: str) -> PaymentResult:
    """An order that came to nothing."""
    money = from_paypal(order["purchase_units"][0]["amount"])
    return PaymentResult(
        state=PaymentState.DECLINED,
        reference=order["id"],
        amount=money.amount,
        currency=money.currency,
        brand="PayPal",
        failure_code=code,
        message=message,
    )


def action_token(order: dict[str, Any]) -> str:
    """The order and where its buyer approves it."""
    links = {link["rel"]: link["href"] for link in order.get("links", [])}
    return f"{order['id']} {links.get('payer-action') or links.get('approve') or ''}"


def capture_of(order: dict[str, Any]) -> dict[str, Any] | None:
    """The last attempt to take the money, if there is one."""
    found = (order["purchase_units"][0].get("payments") or {}).get("captures") or []
    return found[-1] if found else None


def _state(order: dict[str, Any], capture: dict[str, Any] | None) -> PaymentState:
    if capture is not None:
        return _CAPTURES.get(capture["status"], PaymentState.DECLINED)
    return PaymentState.NEEDS_ACTION if order["status"] in _UNANSWERED else PaymentState.DECLINED


def _fee(capture: dict[str, Any] | None, currency: str) -> int | None:
    fee = ((capture or {}).get("seller_receivable_breakdown") or {}).get("paypal_fee")
    # a sale in another currency than the account's has its fee there, after conversion: the books tell, not this
    return from_paypal(fee).amount if fee and fee.get("currency_code") == currency else None


def _last4(payer: dict[str, Any]) -> str:
    # an account has no number; the end of its id tells two of them apart
    return str(payer.get("account_id") or payer.get("payer_id") or "")[-4:]
