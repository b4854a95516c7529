"""What doubles that speak JSON over HTTP share: a server on loopback, its bad days, and answers kept by key."""

import contextlib
import json
import threading
import time
from abc import ABC, abstractmethod
from http.server import BaseHTTPRequestHandler
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from tests.doubles.loopback import OnLoopback

Thing = dict[str, Any]


class Refusal(Exception):
    """A no, as the vendor words it."""

    def __init__(self, status: int, body: Thing) -> None:
        super().__init__(str(body))
        self.status, self.body = status, body


class Call:
    """One request."""

    def __init__(self, method: str, target: str, raw: bytes, headers: dict[str, str]) -> None:
        place = urlsplit(target)
        self.method, self.path, self.raw, self.headers = method, place.path, raw, headers
        self.query = {name: values[-1] for name, values in parse_qs(place.query).items()}

    @property
    def json(self) -> Thing:
        """The body."""
        return json.loads(self.raw) if self.raw else {}

    @property
    def form(self) -> dict[str, str]:
        """The body, as a form."""
        return {name: values[-1] for name, values in parse_qs(self.raw.decode()).items()}


class Handler(BaseHTTPRequestHandler):
    double: "Double"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._reply()

    def do_POST(self) -> None:
        self._reply()

    def do_PATCH(self) -> None:
        self._reply()

    def do_PUT(self) -> None:
        self._reply()

    def do_DELETE(self) -> None:
        self._reply()

    def log_message(self, *args: Any) -> None:
        """Quiet."""

    def _reply(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        status, body = self.double.handle(Call(self.command, self.path, raw, headers))
        plain = isinstance(body, str)
        out = body if isinstance(body, bytes) else body.encode() if plain else json.dumps(body).encode()
        self.send_response(status)
        if status in (302, 303):
            self.send_header("Location", str(body))
            out = b""
        kind = "text/html; charset=utf-8" if plain and body.startswith("<") else "text/plain"
        kind = "application/octet-stream" if isinstance(body, bytes) else kind if plain else "application/json"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(out)))
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # whoever asked has lost patience
            self.wfile.write(out)


class Double(OnLoopback, ABC):
    """`with PayPalDouble() as double:` answers at `double.url`; `calls` are those it was asked, in order.

    `down` answers 503 so often, `losing` does the work and answers 500 so often, `delay` is slower than patience.
    """

    handler = Handler
    key_header: ClassVar[str] = ""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.events: list[Thing] = []
        self.down = self.losing = 0
        self.delay = 0.0
        self._answers: dict[str, tuple[bytes, int, Any]] = {}
        self._lock = threading.RLock()

    @abstractmethod
    def answer(self, call: Call) -> tuple[int, Any]:
        """What this vendor says; raises Refusal."""

    def handle(self, call: Call) -> tuple[int, Any]:
        """One request, one answer; the same key gives the same answer."""
        if call.path == "/favicon.ico":  # browsers ask for one
            return 200, ""
        self.calls.append(call)
        time.sleep(self.delay)
        with self._lock:
            if self.down:
                self.down -= 1
                return 503, {"message": "Down."}
            status, body = self._once(call)
            if self.losing and call.method == "POST" and "oauth2" not in call.path:
                self.losing -= 1
                return 500, {"message": "An unknown error occurred."}
            return status, body

    def _once(self, call: Call) -> tuple[int, Any]:
        key = f"{call.path} {call.headers.get(self.key_header, '')}" if call.headers.get(self.key_header) else ""
        if key in self._answers:
            before, status, body = self._answers[key]
            return (status, body) if before == call.raw else (422, {"message": "Another request has this key."})
        try:
            status, body = self.answer(call)
        except Refusal as refusal:
            status, body = refusal.status, refusal.body
        if key:
            self._answers[key] = (call.raw, status, json.loads(json.dumps(body)))
        return status, body
