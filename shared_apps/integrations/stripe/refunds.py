"""Refunds that were asked for before: Stripe forgets an idempotency key after a day, and a refund never."""

from __future__ import annotations

from typing import Any

from shared_apps.integrations.ports.payments import RefundRequest
from shared_apps.integrations.stripe.client import ask, plain


def made_before(client: Any, request: RefundRequest) -> Any:
    """The refund of this key, with its line in the balance; None when Stripe never made it."""
    params = {"payment_intent": request.reference, "limit": 100, "expand": ["data.balance_transaction"]}
    page = ask(lambda: client.v1.refunds.list(params))
    key = request.idempotency_key
    return next((one for one in page.auto_paging_iter() if plain(one)["metadata"].get("marque_key") == key), None)
