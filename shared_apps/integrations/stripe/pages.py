"""Paying on Stripe's own page: a Checkout Session, to which the buyer goes and from which they come back.

https://docs.stripe.com/api/checkout/sessions
"""

from collections.abc import Mapping
from typing import Any

import stripe
from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import PaymentRequest, PaymentResult, PaymentState
from shared_apps.integrations.redirecting import ElsewhereForm, Going
from shared_apps.integrations.stripe.amounts import from_stripe, to_stripe
from shared_apps.integrations.stripe.client import ask, plain
from shared_apps.integrations.stripe.results import read_intent

METHOD = "stripe_page"
_PAGES = ("https://checkout.stripe.com",)
_EXPAND = ["payment_intent.latest_charge.balance_transaction"]


def page_form(data: Mapping[str, Any] | None) -> ElsewhereForm:
    """Nothing to type here."""
    words = _("You go on to a page of Stripe, pay there and come back here.")
    hosts = (settings.STRIPE_API,) if settings.STRIPE_API else _PAGES
    return ElsewhereForm(data, method=METHOD, title="Stripe", words=words, going=_going, hosts=hosts)


def is_session(reference: str) -> bool:
    """Whether this names a Checkout Session, or is the token of one."""
    return reference.startswith("cs_")


def open_page(
    client: stripe.StripeClient, request: PaymentRequest, intent: Mapping[str, Any], *, customer: str = ""
) -> PaymentResult:
    """A page for this payment; the same key is the same page. `intent` is what its PaymentIntent will carry."""
    joint = "&" if "?" in request.return_url else "?"
    params: Any = {
        "mode": "payment",
        "line_items": [{"quantity": 1, "price_data": _price(request)}],
        "payment_intent_data": intent,
        "metadata": intent["metadata"],
        "success_url": request.return_url,
        "cancel_url": f"{request.return_url}{joint}left=1",
        "expand": _EXPAND,
    }
    if customer:
        params["customer"] = customer
    elif request.email:
        params["customer_email"] = request.email
    options: Any = {"idempotency_key": request.idempotency_key}
    return _read(ask(lambda: client.v1.checkout.sessions.create(params, options)))


def look_at_page(client: stripe.StripeClient, token: str) -> PaymentResult:
    """How a page stands, by its token or its reference."""
    return _read(ask(lambda: client.v1.checkout.sessions.retrieve(token.partition(" ")[0], {"expand": _EXPAND})))


def leave_page(client: stripe.StripeClient, token: str) -> PaymentResult:
    """Close a page whose buyer left, so that nobody pays on it later; one that was paid meanwhile is paid."""
    name = token.partition(" ")[0]
    found = look_at_page(client, name)
    if found.state is not PaymentState.NEEDS_ACTION:
        return found
    try:
        return _read(ask(lambda: client.v1.checkout.sessions.expire(name, {"expand": _EXPAND})))
    except ProviderError:  # paid between the look and now
        return look_at_page(client, name)


def _price(request: PaymentRequest) -> dict[str, Any]:
    return {
        "currency": request.money.currency.lower(),
        "unit_amount": to_stripe(request.money),
        "product_data": {"name": request.description[:250] or _now("Your order")},
    }


def _read(session: Any) -> PaymentResult:
    session = plain(session)
    intent = session["payment_intent"]
    if session["status"] == "complete" and isinstance(intent, dict):
        return read_intent(intent)
    left = session["status"] == "expired"
    currency = session["currency"].upper()
    return PaymentResult(
        state=PaymentState.DECLINED if left else PaymentState.NEEDS_ACTION,
        reference=session["id"],
        amount=from_stripe(session["amount_total"], currency),
        currency=currency,
        action_token="" if left else f"{session['id']} {_checked(session['url'])}",
        failure_code="not_paid" if left else "",
        message=_now("You left Stripe before paying. Nothing was charged.") if left else "",
    )


def _checked(address: str | None) -> str:
    """Stripe's own host, or the one its account has chosen; our double, in a demo, has no TLS."""
    address = address or ""
    if address and not address.startswith("https://") and not settings.STRIPE_API.startswith("http://"):
        raise ProviderError("Stripe answered with an address that is no page.", permanent=True)
    return address


def _going(token: str) -> Going:
    return Going(token.partition(" ")[2])
