"""The double as an HTTP server on loopback."""

import base64
import json
import re
import secrets
from datetime import UTC, datetime
from email import message_from_bytes
from typing import Any

from tests.doubles.paypal import signing
from tests.doubles.paypal.books import Books, name, refusal, stamp
from tests.doubles.serving import Call, Double, Refusal, Thing

KEYS = {"client_id": "AbC-own", "client_secret": "paypal-own-secret", "webhook_id": "WH0123456789"}
CERT = "/v1/notifications/certs/CERT-1"


class PayPalDouble(Double):
    """Orders wait for `approve`; `events` are what it would have sent."""

    key_header = "paypal-request-id"

    def __init__(self) -> None:
        super().__init__()
        self.books = Books(self._happened)
        self.tokens: set[str] = set()
        self.subscribed = ["*"]

    def count(self, kind: str) -> int:
        """How many orders or captures there are."""
        return len(getattr(self.books, kind))

    def order_of(self, action_token: str) -> str:
        """The order an approval is about."""
        return action_token.partition(" ")[0]

    def signed(self, event: Thing, *, at: datetime | None = None, webhook_id: str = "") -> tuple[bytes, dict[str, str]]:
        """A webhook as it is posted."""
        where, moment = f"{self.url}{CERT}", at or datetime.now(UTC)
        return signing.signed(event, webhook_id=webhook_id or KEYS["webhook_id"], cert_url=where, at=moment)

    def answer(self, call: Call) -> tuple[int, Any]:
        """Routes."""
        if call.path == CERT:
            return 200, signing.CERTIFICATE
        if call.path == "/checkoutnow":
            return self._page(call)
        if call.path == "/v1/oauth2/token":
            return 200, self._token(call)
        if call.headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            raise Refusal(401, {"error": "invalid_token", "error_description": "Token signature verification failed"})
        for method, pattern, act in _ROUTES:
            if call.method == method and (match := re.fullmatch(pattern, call.path)):
                return act(self, call, *match.groups())
        raise refusal(404, "NO_SUCH_ROUTE")

    def _token(self, call: Call) -> Thing:
        expected = base64.b64encode(f"{KEYS['client_id']}:{KEYS['client_secret']}".encode()).decode()
        if call.headers.get("authorization") != f"Basic {expected}":
            raise Refusal(401, {"error": "invalid_client", "error_description": "Client Authentication failed"})
        token = secrets.token_hex(12)
        self.tokens.add(token)
        return {"access_token": token, "token_type": "Bearer", "expires_in": 32_400}

    def _page(self, call: Call) -> tuple[int, str]:
        """PayPal's own page, for a browser."""
        order_id, answer = call.query["token"], call.query.get("answer")
        context = self.books.orders[order_id]["_context"]
        if answer == "yes":
            self.books.approve(order_id)
            joint = "&" if "?" in context["return_url"] else "?"
            return 302, f"{context['return_url']}{joint}token={order_id}&PayerID=PAYER1"
        if answer == "no":
            return 302, context["cancel_url"]
        link = f"/checkoutnow?token={order_id}&answer="
        return 200, f'<h1>PayPal double</h1><a href="{link}yes">Pay now</a> <a href="{link}no">Cancel</a>'

    def _happened(self, kind: str, resource_type: str, resource: Thing) -> None:
        event = {"id": f"WH-{name(20)}", "event_version": "1.0", "create_time": stamp(), "event_type": kind}
        plain = {key: value for key, value in resource.items() if key[0] != "_"}
        self.events.append(event | {"resource_type": resource_type, "resource": json.loads(json.dumps(plain))})


def _create(double: PayPalDouble, call: Call) -> tuple[int, Thing]:
    if not call.headers.get("paypal-request-id"):
        raise refusal(400, "PAYPAL_REQUEST_ID_REQUIRED")
    return 200, double.books.create(call.json, double.url)


def _evidence(double: PayPalDouble, call: Call, dispute_id: str) -> tuple[int, Thing]:
    kind = call.headers["content-type"]
    if not kind.startswith("multipart/form-data"):
        raise refusal(400, "UNSUPPORTED_MEDIA_TYPE")
    parts = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + call.raw).get_payload()
    named = {part.get_param("name", header="content-disposition"): part for part in parts}
    said = json.loads(named["input"].get_payload(decode=True))
    files = [part.get_filename() for part in parts if part.get_filename() and part is not named["input"]]
    double.books.provide(dispute_id, {"evidences": said["evidences"], "files": files})
    return 200, {"links": []}


def _plain(capture: Thing) -> Thing:
    return {key: value for key, value in capture.items() if key[0] != "_"}


_ROUTES: list[tuple[str, str, Any]] = [
    ("POST", r"/v2/checkout/orders", _create),
    ("GET", r"/v2/checkout/orders/([\w-]+)", lambda double, call, one: (200, double.books.shown(one))),
    ("POST", r"/v2/checkout/orders/([\w-]+)/capture", lambda double, call, one: (201, double.books.capture(one))),
    ("GET", r"/v2/payments/captures/([\w-]+)", lambda double, call, one: (200, _plain(double.books.found(one)))),
    (
        "POST",
        r"/v2/payments/captures/([\w-]+)/refund",
        lambda double, call, one: (201, double.books.refund(one, call.json, double.url)),
    ),
    (
        "GET",
        r"/v1/notifications/webhooks/([\w-]+)",
        lambda double, call, one: (
            (200, {"id": one, "event_types": [{"name": each} for each in double.subscribed]})
            if one == KEYS["webhook_id"]
            else (404, {"name": "INVALID_RESOURCE_ID"})
        ),
    ),
    (
        "GET",
        r"/v1/reporting/transactions",
        lambda double, call: (200, {"transaction_details": double.books.movements, "total_pages": 1}),
    ),
    ("POST", r"/v1/customer/disputes/([\w-]+)/provide-evidence", _evidence),
]
