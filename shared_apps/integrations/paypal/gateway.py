"""PayPal as a PaymentGateway: an order, approved by its buyer on PayPal's pages, captured when they come back.

https://developer.paypal.com/docs/api/orders/v2/
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marque.kit.money import Money
from shared_apps.integrations.calling import Answered
from shared_apps.integrations.paypal import books, webhooks
from shared_apps.integrations.paypal.amounts import CURRENCIES, LARGEST, STEPS, from_paypal, to_paypal
from shared_apps.integrations.paypal.client import PayPalClient
from shared_apps.integrations.paypal.results import capture_of, declined, read_order
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import (
    Access,
    Capabilities,
    Flow,
    Method,
    Movement,
    PaymentRequest,
    PaymentResult,
    RefundRequest,
    RefundResult,
    WebhookFact,
)
from shared_apps.integrations.redirecting import ElsewhereForm, Going

METHOD = "paypal"
_PAGES = ("https://www.paypal.com", "https://www.sandbox.paypal.com")
_ORDER = re.compile(r"^[A-Z0-9-]{8,36}$")


class PayPalGateway:
    """One business at PayPal, with the keys of its own app there."""

    name = "paypal"
    capabilities = Capabilities(
        methods=frozenset({Method.PAYPAL}),
        currencies=CURRENCIES,
        largest=LARGEST,
        steps=STEPS,
        flow=Flow.REDIRECT,
    )

    def __init__(self, *, account: str, access: Access | None = None) -> None:
        self.account, self.access = account, access or Access()

    @cached_property
    def _client(self) -> PayPalClient:
        return PayPalClient(self.access)

    def method_form(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        money: Money | None = None,
        save_method: bool = False,
        token: str = "",
    ) -> ElsewhereForm:
        """Nothing to type: PayPal asks on its own pages."""
        words = _("You go on to PayPal, see the amount again and come back here.")
        hosts = (settings.PAYPAL_API,) if settings.PAYPAL_API else _PAGES
        return ElsewhereForm(data, method=METHOD, title="PayPal", words=words, going=_going, hosts=hosts)

    def charge(self, request: PaymentRequest) -> PaymentResult:
        """Make an order for its buyer to approve. The same key is the same order."""
        if request.method != METHOD or request.off_session or not request.money.amount:
            raise ProviderError(_now("PayPal is paid on PayPal's own pages, by the buyer."), permanent=True)
        body = {
            "intent": "CAPTURE",
            "purchase_units": [
                {
                    "custom_id": request.idempotency_key,
                    "description": request.description[:127] or _now("Your order"),
                    "amount": to_paypal(request.money),
                }
            ],
            "payment_source": {"paypal": {"experience_context": _context(request.return_url)}},
        }
        order = self._client.ask("POST", "/v2/checkout/orders", key=request.idempotency_key, json=body)
        return read_order(order)

    def confirm(self, token: str, *, approved: bool, returned: Mapping[str, str] | None = None) -> PaymentResult:
        """Take the money of an order that its buyer approved, whether they came back or closed the page."""
        order = self._order(token.partition(" ")[0])
        if order["status"] == "APPROVED":
            return self._captured(order)
        if order["status"] in ("CREATED", "SAVED", "PAYER_ACTION_REQUIRED") and not approved:
            # nothing is taken from an order that we never capture, whatever is done with it later
            return declined(order, "not_approved", _now("You left PayPal before paying. Nothing was charged."))
        return read_order(order)

    def refund(self, request: RefundRequest) -> RefundResult:
        """Give back all or part of what was captured."""
        capture = capture_of(self._order(request.reference))
        if capture is None:
            raise ProviderError(_now("PayPal took no money for this order."), permanent=True)
        path = f"/v2/payments/captures/{capture['id']}/refund"
        made = self._client.ask("POST", path, key=request.idempotency_key, json={"amount": to_paypal(request.money)})
        if made["status"] in ("FAILED", "CANCELLED"):
            raise ProviderError(_now("PayPal could not give this money back."), permanent=True)
        money = from_paypal(made["amount"]) if "amount" in made else request.money
        return RefundResult(made["id"], request.reference, money.amount, money.currency, made["status"] == "COMPLETED")

    def read_webhook(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> WebhookFact:
        """An event with PayPal's signature over our webhook's id."""
        event = webhooks.verified(body, headers, webhook_id=self.access.keys.get("webhook_id", ""), client=self._client)
        return webhooks.read(event, order_of=self.order_of_capture)

    def find_payment(self, *, idempotency_key: str, reference: str = "") -> PaymentResult | None:
        """By its reference alone: an order whose answer was lost was never shown to its buyer and takes no money.

        Asking for it again with its key gives that order.
        """
        return read_order(self._order(reference)) if reference else None

    def movements(self, *, since: datetime, until: datetime) -> Iterable[Movement]:
        """PayPal's transaction report; it is three hours behind."""
        return books.movements(self._client, since=since, until=until, order_of=self.order_of_capture)

    def forget_method(self, token: str) -> None:
        """Nothing is kept."""

    def order_of_capture(self, capture_id: str) -> str:
        """The order a capture belongs to; empty when PayPal knows none."""
        try:
            found = self._client.ask("GET", f"/v2/payments/captures/{capture_id}")
        except Answered as error:
            if error.status == 404:
                return ""
            raise
        return webhooks.order_in(found)

    def _order(self, order_id: str) -> dict[str, Any]:
        if not _ORDER.match(order_id):
            raise ProviderError(_now("This payment was not begun at PayPal."), permanent=True)
        return self._client.ask("GET", f"/v2/checkout/orders/{order_id}")

    def _captured(self, order: dict[str, Any]) -> PaymentResult:
        path = f"/v2/checkout/orders/{order['id']}/capture"
        try:
            return read_order(self._client.ask("POST", path, key=f"{order['id']}-capture", json={}))
        except Answered as error:
            issues = {str(detail.get("issue")) for detail in error.body.get("details") or []}
            if "ORDER_ALREADY_CAPTURED" in issues:
                return read_order(self._order(order["id"]))
            if issues & {"INSTRUMENT_DECLINED", "PAYER_CANNOT_PAY", "TRANSACTION_REFUSED"}:
                words = _now("PayPal could not take the money from that account or card. Nothing was charged.")
                return declined(order, min(issues).lower(), words)
            raise


def _context(return_url: str) -> dict[str, str]:
    joint = "&" if "?" in return_url else "?"
    where = {"return_url": return_url, "cancel_url": f"{return_url}{joint}left=1"} if return_url else {}
    return {
        "user_action": "PAY_NOW",
        "shipping_preference": "NO_SHIPPING",
        "payment_method_preference": "IMMEDIATE_PAYMENT_REQUIRED",
        **where,
    }


def _going(token: str) -> Going:
    return Going(token.partition(" ")[2])
