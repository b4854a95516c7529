"""What a PaymentIntent says, in the port's words."""

from typing import Any

import stripe
from django.utils.translation import gettext_lazy as _

from shared_apps.integrations.ports.payments import PaymentResult, PaymentState, SavedMethod
from shared_apps.integrations.stripe.amounts import from_stripe
from shared_apps.integrations.stripe.client import plain

_STATES = {
    "succeeded": PaymentState.SUCCEEDED,
    "requires_action": PaymentState.NEEDS_ACTION,
    "processing": PaymentState.PENDING,
    "requires_payment_method": PaymentState.DECLINED,
    "canceled": PaymentState.DECLINED,
}
# what a buyer may be told: never that a card is reported lost or stolen
_MESSAGES = {
    "insufficient_funds": _("There is not enough money on this card. Nothing was charged. Try another one."),
    "expired_card": _("This card has expired. Nothing was charged. Try another one."),
    "incorrect_cvc": _("The security code does not match this card. Nothing was charged. Check it and try again."),
    "processing_error": _("The bank could not be reached. Nothing was charged. Try again in a minute."),
    "payment_intent_authentication_failure": _(
        "Your bank could not confirm that it was you. Nothing was charged. Try again."
    ),
    "authentication_required": _("Your bank wants to ask you first. Nothing was charged. Pay again on this page."),
}
_ANY = "The bank declined this card. Nothing was charged. Try another one."
_NOT_BY_CARD = {
    "payment_method_customer_decline": _("You left before paying. Nothing was charged."),
    "insufficient_funds": _("There was not enough money on this account. Nothing was charged. Pay another way."),
}
_ANY_OTHER = _("This payment did not go through. Nothing was charged. Try again, or pay another way.")
# what is no card has no network
_NAMES = {"sepa_debit": _("SEPA debit"), "klarna": "Klarna"}


def read_intent(intent: Any, *, reference: str = "") -> PaymentResult:
    """A PaymentIntent with its latest charge, as far as it is expanded."""
    intent = plain(intent)
    state = _STATES.get(intent["status"], PaymentState.PENDING)
    charge = _expanded(intent.get("latest_charge"))
    error = intent.get("last_payment_error") or {}
    kind, card = _paid_with(charge, error)
    failed = state is PaymentState.DECLINED
    code = (error.get("decline_code") or error.get("code") or "canceled") if failed else ""
    return PaymentResult(
        state=state,
        reference=reference or intent["id"],
        amount=from_stripe(intent["amount"], intent["currency"]),
        currency=intent["currency"].upper(),
        brand=brand_of(card, kind),
        last4=card.get("last4") or "",
        action_token=intent["client_secret"] or "" if state is PaymentState.NEEDS_ACTION else "",
        failure_code=code,
        message=message_for(code, kind) if failed else "",
        saved=_saved(intent, charge, card, kind) if state is PaymentState.SUCCEEDED else None,
        fee=_fee(charge, intent["currency"]) if state is PaymentState.SUCCEEDED else None,
    )


def message_for(code: str, kind: str = "card") -> str:
    """What a buyer is told of a decline."""
    return str(_MESSAGES.get(code, _(_ANY)) if kind == "card" else _NOT_BY_CARD.get(code, _ANY_OTHER))


def intent_of(error: stripe.CardError) -> Any:
    """The PaymentIntent a decline is about."""
    return plain(error.error).get("payment_intent") if error.error is not None else None


def _expanded(thing: Any) -> dict[str, Any]:
    return thing if isinstance(thing, dict) else {}


def _paid_with(charge: dict[str, Any], error: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    details = charge.get("payment_method_details") or error.get("payment_method") or {}
    kind = str(details.get("type") or "card")
    return kind, details.get(kind) or {}


def brand_of(card: dict[str, Any], kind: str = "card") -> str:
    """The network's name as people write it; of what is no card, the way's."""
    if kind != "card":
        return str(_NAMES.get(kind, kind.replace("_", " ").capitalize()))
    brand = str(card.get("brand") or "")
    return {"amex": "American Express", "visa": "Visa", "mastercard": "Mastercard"}.get(brand, brand.title())


def _saved(intent: dict[str, Any], charge: dict[str, Any], card: dict[str, Any], kind: str) -> SavedMethod | None:
    method = charge.get("payment_method") or intent.get("payment_method")
    if intent.get("setup_future_usage") != "off_session" or not intent.get("customer") or not method:
        return None
    token = f"{intent['customer']}/{method}"
    return SavedMethod(
        token, brand_of(card, kind), card.get("last4") or "", card.get("exp_month") or 0, card.get("exp_year") or 0
    )


def _fee(charge: dict[str, Any], currency: str) -> int | None:
    moved = _expanded(charge.get("balance_transaction"))
    # a sale in another currency than the account's has its fee there, after conversion: the books tell, not this
    if not moved or moved["currency"] != currency:
        return None
    return from_stripe(gateway_fee(moved), currency)


def gateway_fee(moved: dict[str, Any]) -> int:
    """What Stripe keeps of a balance transaction for itself, as it counts: the platform's fee is none of its."""
    return int(moved["fee"]) - platform_fee(moved)


def platform_fee(moved: dict[str, Any]) -> int:
    """What a balance transaction carried over to the platform; below nought where it came back."""
    return sum(part["amount"] for part in moved.get("fee_details") or [] if part["type"] == "application_fee")


def fee_given_back(refund: Any, currency: str) -> int | None:
    """What of the platform's fee came back with a refund; None while it waits for money in the balance."""
    moved = _expanded(plain(refund).get("balance_transaction"))
    if not moved:
        return None
    return from_stripe(-platform_fee(moved), currency) if moved["currency"].upper() == currency else 0
