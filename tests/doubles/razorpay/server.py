"""The double as an HTTP server on loopback."""

import base64
import hashlib
import hmac
import json
import re
import secrets
import time
from datetime import datetime
from html import escape
from typing import Any

from tests.doubles.razorpay.books import Books, bad
from tests.doubles.serving import Call, Double, Refusal, Thing

KEYS = {"key_id": "rzp_test_own", "key_secret": "razorpay-own-secret", "webhook_secret": "made-up-by-the-owner"}


class RazorpayDouble(Double):
    """Orders wait for `books.pay`; `events` are what it would have sent."""

    key_header = "x-refund-idempotency"

    def __init__(self) -> None:
        super().__init__()
        self.books = Books(self._happened)

    def order_of(self, action_token: str) -> str:
        """The order an approval is about."""
        return str(json.loads(action_token)["id"])

    def came_back(self, payment: Thing, *, secret: str = "") -> dict[str, str]:
        """What Razorpay's page sends back with the buyer."""
        signed = f"{payment['order_id']}|{payment['id']}".encode()
        digest = hmac.new((secret or KEYS["key_secret"]).encode(), signed, hashlib.sha256).hexdigest()
        return {
            "razorpay_payment_id": payment["id"],
            "razorpay_order_id": payment["order_id"],
            "razorpay_signature": digest,
        }

    def signed(self, event: Thing, *, at: datetime | None = None, secret: str = "") -> tuple[bytes, dict[str, str]]:
        """A webhook as it is posted."""
        body = json.dumps(event).encode()
        digest = hmac.new((secret or KEYS["webhook_secret"]).encode(), body, hashlib.sha256).hexdigest()
        return body, {
            "X-Razorpay-Signature": digest,
            "X-Razorpay-Event-Id": secrets.token_hex(7),
            "Content-Type": "application/json",
        }

    def answer(self, call: Call) -> tuple[int, Any]:
        """Routes."""
        if call.path == "/v1/checkout/embedded":
            return self._page(call)
        if call.path == "/pay":
            return self._paid(call)
        expected = base64.b64encode(f"{KEYS['key_id']}:{KEYS['key_secret']}".encode()).decode()
        if call.headers.get("authorization") != f"Basic {expected}":
            raise Refusal(401, {"error": {"code": "BAD_REQUEST_ERROR", "description": "Authentication failed"}})
        for method, pattern, act in _ROUTES:
            if call.method == method and (match := re.fullmatch(pattern, call.path)):
                return 200, act(self.books, call, *match.groups())
        raise bad("The requested URL was not found on the server.")

    def _page(self, call: Call) -> tuple[int, str]:
        """Razorpay's hosted checkout, for a browser."""
        if call.form["key_id"] != KEYS["key_id"] or call.form["amount"] != str(
            self.books.order(call.form["order_id"])["amount"]
        ):
            raise bad("Payment failed because of a wrong amount or key")
        hidden = "".join(
            f'<input type="hidden" name="{name}" value="{escape(call.form[name])}">'
            for name in ("order_id", "callback_url")
        )
        form = f'<form method="post" action="/pay">{hidden}<button>Pay by UPI</button></form>'
        return 200, f'<h1>Razorpay double</h1>{form}<a href="{escape(call.form["cancel_url"])}">Cancel</a>'

    def _paid(self, call: Call) -> tuple[int, str]:
        payment = self.books.pay(call.form["order_id"], method="upi")
        fields = "".join(
            f'<input type="hidden" name="{name}" value="{value}">' for name, value in self.came_back(payment).items()
        )
        return (
            200,
            f'<form method="post" action="{escape(call.form["callback_url"])}">{fields}<button>Go back</button></form>',
        )

    def _happened(self, kind: str, about: dict[str, Thing]) -> None:
        payload = {name: {"entity": json.loads(json.dumps(thing))} for name, thing in about.items()}
        event = {"entity": "event", "account_id": "acc_own", "event": kind, "contains": list(about)}
        self.events.append(event | {"payload": payload, "created_at": int(time.time())})


def _listed(things: Any) -> Thing:
    rows = sorted(things, key=lambda thing: -thing["created_at"])
    return {"entity": "collection", "count": len(rows), "items": rows}


def _between(things: Any, call: Call) -> Thing:
    start, end = int(call.query["from"]), int(call.query["to"])
    found = [thing for thing in things if start <= thing["created_at"] <= end]
    skip, count = int(call.query["skip"]), int(call.query["count"])
    return _listed(found[skip : skip + count])


def _orders(books: Books, call: Call) -> Thing:
    receipt = call.query.get("receipt")
    return _listed(each for each in books.orders.values() if receipt in (None, each.get("receipt")))


def _attempts(books: Books, call: Call, order_id: str) -> Thing:
    books.order(order_id)
    return _listed(each for each in books.payments.values() if each["order_id"] == order_id)


_ROUTES: list[tuple[str, str, Any]] = [
    ("POST", r"/v1/orders", lambda books, call: books.create(call.json)),
    ("GET", r"/v1/orders", _orders),
    ("GET", r"/v1/orders/(\w+)", lambda books, call, one: books.order(one)),
    ("GET", r"/v1/orders/(\w+)/payments", _attempts),
    ("GET", r"/v1/payments", lambda books, call: _between(books.payments.values(), call)),
    ("GET", r"/v1/payments/(\w+)", lambda books, call, one: books.payment(one)),
    ("POST", r"/v1/payments/(\w+)/capture", lambda books, call, one: books.capture(one, call.json)),
    ("POST", r"/v1/payments/(\w+)/refund", lambda books, call, one: books.refund(one, call.json)),
    ("GET", r"/v1/refunds", lambda books, call: _between(books.refunds.values(), call)),
]
