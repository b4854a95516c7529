"""Keeping a card without charging it: a SetupIntent, confirmed at once."""

from typing import Any

import stripe

from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import PaymentRequest, PaymentResult, PaymentState, SavedMethod
from shared_apps.integrations.stripe.client import Declined, ask, plain
from shared_apps.integrations.stripe.results import brand_of, message_for


def keep(client: stripe.StripeClient, request: PaymentRequest, *, customer: str) -> PaymentResult:
    """The card as a saved method. One whose bank wants to see its owner is kept by a payment of theirs instead."""
    kind = "confirmation_token" if request.method.startswith("ctoken_") else "payment_method"
    params: Any = {
        "customer": customer,
        "confirm": True,
        "usage": "off_session",
        kind: request.method,
        "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
        "metadata": {"marque_key": request.idempotency_key},
        "expand": ["payment_method"],
    }
    options: Any = {"idempotency_key": request.idempotency_key}
    try:
        made = plain(ask(lambda: client.v1.setup_intents.create(params, options)))
    except Declined as declined:
        error = plain(declined.error.error)
        made = error.get("setup_intent") or {}
        return _result(made.get("id") or "", request, code=error.get("decline_code") or error.get("code") or "declined")
    if made["status"] == "succeeded":
        return _result(made["id"], request, saved=_saved(customer, made["payment_method"]))
    if made["status"] == "requires_action":
        return _result(made["id"], request, code="authentication_required")
    raise ProviderError("Stripe has not said whether this card is kept.", permanent=False)


def _saved(customer: str, method: dict[str, Any]) -> SavedMethod:
    kind = method["type"]
    card = method.get(kind) or {}
    return SavedMethod(
        token=f"{customer}/{method['id']}",
        brand=brand_of(card, kind),
        last4=card.get("last4") or "",
        exp_month=card.get("exp_month") or 0,
        exp_year=card.get("exp_year") or 0,
    )


def _result(
    reference: str, request: PaymentRequest, *, saved: SavedMethod | None = None, code: str = ""
) -> PaymentResult:
    return PaymentResult(
        state=PaymentState.SUCCEEDED if saved else PaymentState.DECLINED,
        reference=reference,
        amount=0,
        currency=request.money.currency,
        brand=saved.brand if saved else "",
        last4=saved.last4 if saved else "",
        failure_code=code,
        message="" if saved else message_for(code),
        saved=saved,
    )
