"""Stripe's webhooks as they are posted to the platform."""

import json
import time
from typing import Any
from uuid import uuid4

import stripe

from marque.kit.money import Money
from tenant_apps.orders.models import Payment
from tests.tenant_apps.selling import an_order

SECRET = "whsec_platform"  # noqa: S105
ADDRESS = "/webhooks/stripe/"


def event(kind: str, thing: dict[str, Any], *, name: str = "", account: str = "") -> dict[str, Any]:
    """An event as Stripe writes it."""
    return {
        "object": "event",
        "id": name or f"evt_{uuid4().hex}",
        "type": kind,
        "created": int(time.time()),
        "account": account or None,
        "data": {"object": thing},
    }


def paid(reference: str, *, tenant: str = "", amount: int = 49_000) -> dict[str, Any]:
    """A PaymentIntent that succeeded."""
    metadata = {"tenant": tenant} if tenant else {}
    return {"object": "payment_intent", "id": reference, "amount": amount, "currency": "usd", "metadata": metadata}


def dispute(reference: str) -> dict[str, Any]:
    """A dispute carries nothing of ours but the payment's name."""
    facts = {"object": "dispute", "id": "dp_1", "payment_intent": reference, "status": "needs_response"}
    return facts | {"reason": "fraudulent", "amount": 49_000, "currency": "usd", "metadata": {}}


def post(browser: Any, what: dict[str, Any], *, secret: str = SECRET, at: int = 0) -> int:
    """Signed and sent; the status."""
    body = json.dumps(what)
    header = stripe.WebhookSignature.generate_signature_header(body, secret, timestamp=at or int(time.time()))
    answer = browser.post(ADDRESS, body, content_type="application/json", headers={"Stripe-Signature": header})
    return int(answer.status_code)


def a_stripe_payment(reference: str) -> Payment:
    """A payment of the current business that Stripe has not answered for."""
    order = an_order()
    total: Money = order.total
    return Payment.objects.create(
        order=order,
        gateway="stripe",
        amount=total.amount,
        currency=total.currency,
        idempotency_key=uuid4(),
        reference=reference,
    )
