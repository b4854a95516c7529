"""A program that takes webhooks, over real HTTP: it checks signatures as a receiver should, and misbehaves on request.

The check is written here from the text of Standard Webhooks, and shares nothing with what it checks.
"""

import base64
import hashlib
import hmac
import json
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Taken:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes
    trusted: bool

    @property
    def event(self) -> dict[str, Any]:
        """What it tells."""
        return json.loads(self.body)

    @property
    def id(self) -> str:
        """The message's own."""
        return self.headers["webhook-id"]


@dataclass
class Receiver:
    """`with Receiver() as receiver:` listens at `receiver.url`. `answers` are given in turn, the last one for good."""

    secrets: list[str] = field(default_factory=list)
    answers: list[int | str] = field(default_factory=lambda: [200])
    pause: float = 0.0
    retry_after: str = ""
    body: bytes = b"thank you"
    taken: list[Taken] = field(default_factory=list)
    tls: ssl.SSLContext | None = None

    def __enter__(self) -> "Receiver":
        handler = type("Handler", (_Handler,), {"receiver": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        if self.tls:
            self._server.socket = self.tls.wrap_socket(self._server.socket, server_side=True)
        self.place = f"127.0.0.1:{self._server.server_port}"
        self.url = f"http://{self.place}/hooks"
        self._lock, self._over = threading.Lock(), threading.Event()
        threading.Thread(target=self._server.serve_forever, args=[0.01], daemon=True).start()
        return self

    def __exit__(self, *_error: Any) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def types(self) -> list[str]:
        """What was told, in order."""
        return [each.event["type"] for each in self.taken]

    def take(self, path: str, headers: dict[str, str], body: bytes) -> int | str:
        """Note a request, and say how to answer it."""
        with self._lock:
            self.taken.append(Taken(path, headers, body, self._trusts(headers, body)))
            answer = self.answers[0]
            if len(self.answers) > 1:
                self.answers.pop(0)
        if self.pause:
            self._over.wait(self.pause)
        return answer

    def wait(self, seconds: float) -> None:
        """As long as asked, or until the test is over."""
        self._over.wait(seconds)

    def _trusts(self, headers: dict[str, str], body: bytes) -> bool:
        at = headers.get("webhook-timestamp", "0")
        if abs(time.time() - int(at)) > 300:
            return False
        signed = f"{headers.get('webhook-id', '')}.{at}.".encode() + body
        given = [part[3:] for part in headers.get("webhook-signature", "").split(" ") if part.startswith("v1,")]
        for secret in self.secrets:
            key = base64.b64decode(secret.removeprefix("whsec_"))
            right = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
            if any(hmac.compare_digest(right, each) for each in given):
                return True
        return False


class _Handler(BaseHTTPRequestHandler):
    receiver: Receiver
    protocol_version = "HTTP/1.1"

    def handle(self) -> None:
        """Until it is answered, or who asked is gone."""
        with suppress(ConnectionError):
            super().handle()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.receiver.take(self.path, headers, body)
        if answer == "hang":
            self.receiver.wait(60)
            self._answer(200)
        elif answer == "drip":
            self._drip()
        elif answer == "cut":
            self.connection.close()
        else:
            self._answer(int(answer))
        self.close_connection = True

    def do_GET(self) -> None:
        """Nobody should: only a client that follows redirects does."""
        self.receiver.taken.append(Taken(self.path, {}, b"{}", False))
        self._answer(200)

    def _answer(self, status: int) -> None:
        self.send_response(status)
        if status in (301, 302, 307, 308):
            self.send_header("Location", f"http://{self.receiver.place}/elsewhere")
        if self.receiver.retry_after:
            self.send_header("Retry-After", self.receiver.retry_after)
        self.send_header("Content-Length", str(len(self.receiver.body)))
        self.end_headers()
        self.wfile.write(self.receiver.body)

    def _drip(self) -> None:
        """A right answer, letter by letter, in a minute."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Drip: ")
        for _tenth in range(600):
            self.wfile.write(b".")
            self.receiver.wait(0.1)
        self.wfile.write(b"\r\n\r\n")

    def log_message(self, *_words: Any) -> None:
        """Quiet."""
