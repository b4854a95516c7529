"""Razorpay as a PaymentGateway: an order, paid on Razorpay's hosted page, proven by its signature and asked for again.

https://razorpay.com/docs/api/orders/ and https://razorpay.com/docs/payments/payment-gateway/web-integration/hosted/
"""

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marque.kit.money import Money
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
from shared_apps.integrations.razorpay import books, webhooks
from shared_apps.integrations.razorpay.client import RazorpayClient
from shared_apps.integrations.razorpay.results import read_order, written
from shared_apps.integrations.redirecting import ElsewhereForm, Going

METHOD = "razorpay"
# beside rupees, what accounts can be opened for; all with two decimals
ABROAD = frozenset(re.findall(r"\w+", "AED AUD CAD CHF DKK EUR GBP HKD MYR NOK NZD QAR SAR SEK SGD THB USD ZAR"))


class RazorpayGateway:
    """One business at Razorpay, with its own keys."""

    name = "razorpay"
    capabilities = Capabilities(
        methods=frozenset({Method.UPI, Method.CARD, Method.NETBANKING}),
        currencies=frozenset({"INR"}),
        smallest={"INR": 100},
        flow=Flow.REDIRECT,
    )

    def __init__(self, *, account: str, access: Access | None = None) -> None:
        self.account, self.access = account, access or Access()
        opened = {code for code in self.access.keys.get("currencies", "").upper().split() if code in ABROAD}
        self.capabilities = replace(type(self).capabilities, currencies=frozenset({"INR", *opened}))

    @cached_property
    def _client(self) -> RazorpayClient:
        return RazorpayClient(self.access)

    def method_form(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        money: Money | None = None,
        save_method: bool = False,
        token: str = "",
    ) -> ElsewhereForm:
        """Nothing to type: Razorpay asks on its own pages."""
        words = _("You go on to Razorpay, choose UPI, card or netbanking there, and come back here.")
        hosts = (settings.RAZORPAY_API,) if settings.RAZORPAY_API else ("https://*.razorpay.com",)
        return ElsewhereForm(data, method=METHOD, title="Razorpay", words=words, going=self._going, hosts=hosts)

    def charge(self, request: PaymentRequest) -> PaymentResult:
        """Make an order for its buyer to pay; one that its key has made before is found by it."""
        if request.method != METHOD or request.off_session or not request.money.amount:
            raise ProviderError(_now("Razorpay is paid on Razorpay's own pages, by the buyer."), permanent=True)
        order = self._by_key(request.idempotency_key)
        if order is None:
            notes = {"marque_key": request.idempotency_key, **request.metadata}
            body = {"amount": request.money.amount, "currency": request.money.currency, "notes": notes}
            order = self._client.ask("POST", "/orders", json=body | {"receipt": request.idempotency_key[:40]})
        token = written(order, back=request.return_url, about=request.description, email=request.email)
        return read_order(order, self._attempts(order), token=token, left=False)

    def confirm(self, action_token: str, *, approved: bool, returned: Mapping[str, str] | None = None) -> PaymentResult:
        """See what became of the order. What came back with the buyer counts when Razorpay signed it, and is looked up.

        Money that was only set aside is taken now.
        """
        order = self._order(_facts(action_token)["id"])
        answer = returned or {}
        if "razorpay_signature" in answer and not self._signed(order["id"], answer):
            raise ProviderError(_now("The answer of Razorpay's page is not signed by Razorpay."), permanent=False)
        came_back = "razorpay_signature" in answer
        refused = not approved or any(name.startswith("error") for name in answer)
        return read_order(order, self._attempts(order), token=action_token, left=refused and not came_back)

    def refund(self, request: RefundRequest) -> RefundResult:
        """Give back all or part of what was captured."""
        order = self._order(request.reference)
        taken = next((each for each in self._attempts(order) if each["status"] in ("captured", "refunded")), None)
        if taken is None:
            raise ProviderError(_now("Razorpay took no money for this order."), permanent=True)
        made = self._client.ask(
            "POST",
            f"/payments/{taken['id']}/refund",
            json={"amount": request.money.amount, "notes": {"marque_key": request.idempotency_key}},
            headers={"X-Refund-Idempotency": request.idempotency_key.ljust(10, "-")},
        )
        if made["status"] == "failed":
            raise ProviderError(_now("Razorpay could not give this money back."), permanent=True)
        done = made["status"] == "processed"
        return RefundResult(made["id"], request.reference, made["amount"], made["currency"], done)

    def read_webhook(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> WebhookFact:
        """An event signed with our secret."""
        return webhooks.read(body, headers, secret=self.access.keys.get("webhook_secret", ""))

    def find_payment(self, *, idempotency_key: str, reference: str = "") -> PaymentResult | None:
        """By its reference, else by the key that every order of ours carries as its receipt."""
        order = self._order(reference) if reference else self._by_key(idempotency_key)
        if order is None:
            return None
        token = written(order, back="", about="", email="")
        return read_order(order, self._attempts(order), token=token, left=False)

    def movements(self, *, since: datetime, until: datetime) -> Iterable[Movement]:
        """Payments and refunds."""
        return books.movements(self._client, since=since, until=until)

    def forget_method(self, token: str) -> None:
        """Nothing is kept."""

    def _by_key(self, key: str) -> dict[str, Any] | None:
        found = self._client.ask("GET", "/orders", params={"receipt": key[:40], "count": 1})["items"]
        return found[0] if found else None

    def _order(self, order_id: str) -> dict[str, Any]:
        if not order_id.startswith("order_") or not order_id.isidentifier():
            raise ProviderError(_now("This payment was not begun at Razorpay."), permanent=True)
        return self._client.ask("GET", f"/orders/{order_id}")

    def _attempts(self, order: dict[str, Any]) -> list[dict[str, Any]]:
        """Newest first; what was set aside is taken first."""
        found = self._client.ask("GET", f"/orders/{order['id']}/payments", params={"expand[]": "card"})["items"]
        if any(each["status"] in ("captured", "refunded") for each in found):
            return found  # type: ignore[no-any-return]
        body = {"amount": order["amount"], "currency": order["currency"]}
        return [
            self._client.ask("POST", f"/payments/{each['id']}/capture", json=body) | {"card": each.get("card")}
            if each["status"] == "authorized"
            else each
            for each in found
        ]

    def _signed(self, order_id: str, answer: Mapping[str, str]) -> bool:
        signed = f"{order_id}|{answer.get('razorpay_payment_id', '')}".encode()
        expected = hmac.new(self._client.secret.encode(), signed, hashlib.sha256).hexdigest()
        same_order = answer.get("razorpay_order_id", order_id) == order_id
        return same_order and hmac.compare_digest(expected.encode(), answer["razorpay_signature"].encode())

    def _going(self, token: str) -> Going:
        facts = _facts(token)
        fields = {
            "key_id": self._client.key_id,
            "order_id": facts["id"],
            "amount": str(facts["amount"]),
            "currency": facts["currency"],
            "description": facts["about"],
            "prefill[email]": facts["email"],
            "callback_url": facts["back"],
            "cancel_url": f"{facts['back']}{'&' if '?' in facts['back'] else '?'}left=1",
        }
        return Going(f"{self._client.base}/v1/checkout/embedded", fields)


def _facts(token: str) -> dict[str, Any]:
    try:
        facts = json.loads(token)
        return {"about": "", "email": "", "back": "", **facts, "id": str(facts["id"])}
    except (ValueError, TypeError, KeyError):
        raise ProviderError(_now("This payment was not begun at Razorpay."), permanent=True) from None
