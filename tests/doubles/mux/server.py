"""The double as an HTTP server on loopback."""

import base64
import hashlib
import hmac
import json
import re
import secrets
import time
from datetime import datetime
from typing import Any

import httpx

from tests.doubles.mux.books import Books, missing
from tests.doubles.mux.keys import claims_of, keys
from tests.doubles.mux.screen import Screen
from tests.doubles.serving import Call, Double, Handler, Refusal, Thing

_PLAYED = {".m3u8": "v", "/thumbnail.jpg": "t", "/storyboard.vtt": "s"}


class _Handler(Handler):
    double: "MuxDouble"

    """Browsers of other origins send films here."""

    def do_OPTIONS(self) -> None:
        self.send_response(204)
        self.end_headers()

    def end_headers(self) -> None:
        for name in ("Origin", "Methods", "Headers"):
            self.send_header(f"Access-Control-Allow-{name}", "*" if name != "Methods" else "PUT, GET, OPTIONS")
        self.send_header("Access-Control-Expose-Headers", "Range")
        if self.command == "PUT" and (there := self.double.there(self.path)):
            self.send_header("Range", f"bytes=0-{there - 1}")
        super().end_headers()


class MuxDouble(Double):
    """Films wait for `books.prepare`; `events` are what it would have sent, `signed` makes a request of one."""

    handler = _Handler

    def __init__(self) -> None:
        super().__init__()
        self.books = Books(self._happened)
        self.screen = Screen()

    def there(self, path: str) -> int:
        """How many bytes of an upload have arrived."""
        return len(self.books.here.get(path.rpartition("/")[2], b""))

    def signed(self, event: Thing, *, at: datetime | None = None, secret: str = "") -> tuple[bytes, dict[str, str]]:
        """A webhook as it is posted."""
        body, moment = json.dumps(event).encode(), int(at.timestamp() if at else time.time())
        payload = str(moment).encode() + b"." + body
        digest = hmac.new((secret or keys()["webhook_secret"]).encode(), payload, hashlib.sha256).hexdigest()
        return body, {"Mux-Signature": f"t={moment},v1={digest}"}

    def deliver(self, url: str, *, host: str, since: int = 0) -> list[int]:
        """Post what happened to an address, as Mux would; `host` is its name, where no name server knows it."""
        answers = []
        for event in self.events[since:]:
            body, headers = self.signed(event)
            answers.append(httpx.post(url, content=body, headers={**headers, "Host": host}).status_code)
        return answers

    def answer(self, call: Call) -> tuple[int, Any]:
        """Routes."""
        if match := re.fullmatch(r"/upload/(\w+)", call.path):
            return self._take(call, match[1])
        if match := re.fullmatch(r"/(\w+)(\.m3u8|/thumbnail\.jpg|/storyboard\.vtt)", call.path):
            return self._play(call, *match.groups())
        if match := re.fullmatch(r"/parts/(\w+)/([\w.]+)", call.path):
            return 200, self.screen.part(*match.groups())
        expected = base64.b64encode(f"{keys()['token_id']}:{keys()['token_secret']}".encode()).decode()
        if call.headers.get("authorization") != f"Basic {expected}":
            raise Refusal(401, {"error": {"type": "unauthorized", "messages": ["Unauthorized request"]}})
        for method, pattern, status, act in _ROUTES:
            if call.method == method and (match := re.fullmatch(pattern, call.path)):
                return status, {"data": act(self, call, *match.groups())}
        raise missing()

    def _take(self, call: Call, upload_id: str) -> tuple[int, Any]:
        upload = self.books.upload(upload_id)
        if upload["status"] == "cancelled":
            raise missing()
        found = re.fullmatch(r"bytes (?:(\d+)-(\d+)|\*)/(\d+)", call.headers["content-range"])
        assert found
        here = self.books.here[upload_id]
        if found[1] and int(found[1]) == len(here):
            here += call.raw
        if len(here) < int(found[3]):
            return 308, ""
        if upload["status"] == "waiting":
            self.books.arrive(upload_id)
        return 200, ""

    def _play(self, call: Call, playback: str, part: str) -> tuple[int, str | bytes]:
        known = any(playback == each["id"] for asset in self.books.assets.values() for each in asset["playback_ids"])
        claims = claims_of(call.query.get("token", ""))
        if not known or (claims["sub"], claims["aud"]) != (playback, _PLAYED[part]):
            raise Refusal(403, {"error": "Not for this"})
        if part == ".m3u8":
            return 200, self.screen.qualities(self.url)
        return 200, self.screen.still() if part == "/thumbnail.jpg" else "WEBVTT\n"

    def _happened(self, kind: str, about: Thing) -> None:
        copy = json.loads(json.dumps(about))
        self.events.append({"type": kind, "id": secrets.token_hex(8), "object": {"id": about["id"]}, "data": copy})


_ROUTES: list[tuple[str, str, int, Any]] = [
    ("POST", r"/video/v1/uploads", 201, lambda mux, call: mux.books.begin(call.json, mux.url)),
    ("GET", r"/video/v1/uploads/(\w+)", 200, lambda mux, call, one: mux.books.upload(one)),
    ("PUT", r"/video/v1/uploads/(\w+)/cancel", 200, lambda mux, call, one: mux.books.cancel(one)),
    ("GET", r"/video/v1/assets", 200, lambda mux, call: list(mux.books.assets.values())[: int(call.query["limit"])]),
    ("GET", r"/video/v1/assets/(\w+)", 200, lambda mux, call, one: mux.books.asset(one)),
    ("DELETE", r"/video/v1/assets/(\w+)", 204, lambda mux, call, one: mux.books.delete(one)),
    ("POST", r"/video/v1/assets/(\w+)/tracks", 201, lambda mux, call, one: mux.books.add_track(one, call.json)),
    (
        "DELETE",
        r"/video/v1/assets/(\w+)/tracks/([\w-]+)",
        204,
        lambda mux, call, one, track: mux.books.delete_track(one, track),
    ),
]
