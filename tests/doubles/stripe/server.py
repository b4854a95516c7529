"""The double as an HTTP server on loopback."""

import contextlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlsplit

import stripe

from tests.doubles.loopback import OnLoopback
from tests.doubles.stripe import pages
from tests.doubles.stripe.books import Books, Thing
from tests.doubles.stripe.post import Post, send
from tests.doubles.stripe.routes import answer
from tests.doubles.stripe.types import Drift, blank, check_answer
from tests.doubles.stripe.uploads import as_form
from tests.doubles.stripe.wire import Refusal, decoded

WEBHOOK_SECRET = "whsec_double"


class _Handler(BaseHTTPRequestHandler):
    double: "StripeDouble"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._reply("GET", "")

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._reply("POST", as_form(raw, self.headers.get("Content-Type") or ""))

    def log_message(self, *args: Any) -> None:
        """Quiet."""

    def _reply(self, method: str, text: str) -> None:
        if not self.path.startswith("/v1/"):
            self._send(*pages.answer(self.double, method, self.path, text))
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        status, body = self.double.handle(method, self.path, text, headers)
        named = {"Content-Type": "application/json", "Request-Id": f"req_{secrets.token_hex(6)}"}
        self._send(status, named, json.dumps(body).encode())

    def _send(self, status: int, headers: dict[str, str], raw: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # whoever asked has lost patience
            self.wfile.write(raw)


class StripeDouble(OnLoopback):
    """`with StripeDouble() as double:` answers at `double.url`. `requests` are those it was asked, in order."""

    handler = _Handler

    def __init__(self) -> None:
        self.accounts: dict[str, Books] = {}
        self.keys = {"sk_test_own": "acct_own", "sk_test_platform": "acct_platform"}
        self.connected = {"acct_connected"}
        self.links: dict[str, Thing] = {}  # onboarding that nobody opened yet
        self.tax_home = "DE"
        self.pages_at = ""  # a checkout domain of the account's own, in front of the double
        self.wallets = {"applePay", "googlePay", "link"}  # what buyers have, where the domain is registered
        self.refused_domains: dict[str, str] = {}  # what Apple says against a domain
        self.requests: list[tuple[str, str, Thing, dict[str, str]]] = []
        self.events: list[Thing] = []
        self.origins: list[str] = []  # the account of each event
        self.post: Post | None = None  # who posts events by itself, while somebody wants it
        self.drifts: list[str] = []
        self.down = self.losing = 0
        self.delay = 0.0
        self._lock = threading.RLock()

    def books(self, account: str = "acct_own") -> Books:
        """What an account has."""
        return self.accounts.setdefault(account, Books(account, self._happened, self))

    def count(self, kind: str, account: str = "acct_own") -> int:
        """How many charges, refunds … an account has."""
        with self._lock:
            return sum(1 for thing in self.books(account).things.values() if thing["object"] == kind)

    def account_of_key(self, key: str, account: str = "") -> str:
        """The account a publishable key speaks for."""
        return account or self.keys[key.replace("pk_", "sk_", 1)]

    def confirmation_token(self, card: str = "pm_card_visa", account: str = "acct_own") -> str:
        """What Stripe's script gives the page for a filled-in form."""
        name = f"ctoken_{secrets.token_hex(10)}"
        self.books(account).things[name] = {"object": "confirmation_token", "id": name, "payment_method": card}
        return name

    def deliver(self, url: str, *, since: int = 0, host: str = "", account: str = "") -> list[int]:
        """Post what happened, in one account or in all, to an address, as Stripe would; the answers.

        `host` is the address's name, where no name server knows it.
        """
        happened = list(zip(self.events, self.origins, strict=True))[since:]
        return [send(self, event, (url, host)) for event, origin in happened if account in ("", origin)]

    def answer_bank(self, client_secret: str, *, approved: bool, account: str = "acct_own") -> None:
        """The buyer answers their bank, in Stripe's own window."""
        books, intent_id = self.books(account), client_secret.partition("_secret_")[0]
        intent = books.get("payment_intent", intent_id)
        try:
            books.settle(intent, books.intent_cards[intent_id].declines if approved else "authentication_failed")
        except Refusal:
            return  # the window shows it; the intent says so

    def signed(self, event: Thing, *, at: float | None = None) -> tuple[bytes, dict[str, str]]:
        """A webhook as it is posted: body and headers."""
        body = json.dumps(event).encode()
        header = stripe.WebhookSignature.generate_signature_header(
            body.decode(), WEBHOOK_SECRET, timestamp=int(at or time.time())
        )
        return body, {"Stripe-Signature": header, "Content-Type": "application/json"}

    def handle(self, method: str, target: str, text: str, headers: dict[str, str]) -> tuple[int, Thing]:
        """One request, one answer; the same key gives the same answer."""
        path, query = urlsplit(target).path, urlsplit(target).query
        params = decoded(text or query)
        self.requests.append((method, path, params, headers))
        time.sleep(self.delay)
        with self._lock:
            if self.down:
                self.down -= 1
                return 503, {"error": {"type": "api_error", "message": "Stripe is down."}}
            status, body = self._once(method, path, params, headers)
            if self.losing and method == "POST":
                self.losing -= 1
                return 500, {"error": {"type": "api_error", "message": "An unknown error occurred."}}
            return status, body

    def _once(self, method: str, path: str, params: Thing, headers: dict[str, str]) -> tuple[int, Thing]:
        try:
            books = self.books(self._account(headers))
        except Refusal as refusal:
            return refusal.status, refusal.body
        key, asked = headers.get("idempotency-key", ""), json.dumps([method, path, params], sort_keys=True)
        if key and key in books.answers:
            before, status, body = books.answers[key]
            if before != asked:
                message = (
                    "Keys for idempotent requests can only be used with the same parameters they were first used with."
                )
                return 400, {"error": {"type": "idempotency_error", "message": message}}
            return status, body
        status, body = self._answered(books, method, path, params)
        if key and method == "POST":
            books.answers[key] = (asked, status, json.loads(json.dumps(body)))
        return status, body

    def _answered(self, books: Books, method: str, path: str, params: Thing) -> tuple[int, Thing]:
        try:
            made = answer(books, method, path, params)
            check_answer(made)
        except Refusal as refusal:
            if "payment_intent" in refusal.body["error"]:
                check_answer(refusal.body["error"]["payment_intent"])
            return refusal.status, refusal.body
        except Drift as drift:
            self.drifts.append(str(drift))
            return 400, {"error": {"type": "invalid_request_error", "message": f"DRIFT {drift}"}}
        return 200, made

    def _account(self, headers: dict[str, str]) -> str:
        key = headers.get("authorization", "").removeprefix("Bearer ")
        if key not in self.keys:
            raise Refusal(401, "invalid_request_error", f"Invalid API Key provided: {key[:8]}****")
        if headers.get("stripe-version") != stripe.api_version:
            raise Refusal(400, "invalid_request_error", f"Invalid Stripe API version: {headers.get('stripe-version')}")
        wanted = headers.get("stripe-account", "")
        if wanted and (self.keys[key] != "acct_platform" or wanted not in self.connected):
            message = f"The provided key does not have access to account '{wanted}' (or that account does not exist)."
            raise Refusal(403, "invalid_request_error", message, code="account_invalid")
        return wanted or self.keys[key]

    def _happened(self, account: str, kind: str, thing: Thing) -> None:
        event = blank(stripe.Event, id=f"evt_{secrets.token_hex(10)}", type=kind, created=int(time.time()))
        event |= {"api_version": stripe.api_version, "data": {"object": json.loads(json.dumps(thing))}}
        event["account"] = account if account in self.connected else None
        check_answer(event)
        self.events.append(event)
        self.origins.append(account)
        if self.post is not None:
            self.post.take(event, account)
