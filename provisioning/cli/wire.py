"""Calls to a platform's API: sent once however often the connection breaks, and errors in sentences."""

import time
import uuid
from typing import Any
from urllib.parse import urlsplit

import httpx

from provisioning.cli.engine import Stopped
from provisioning.cli.output import Exit
from provisioning.cli.place import Place, is_loopback

_TRIES = 5
_LATER = (429, 502, 503, 504)
_LONGEST_WAIT = 60.0
_CODES = {400: Exit.USAGE, 404: Exit.NOT_FOUND}


class Wire:
    """One platform, spoken to with one token."""

    def __init__(self, place: Place) -> None:
        self.place = place
        loopback = is_loopback(urlsplit(place.url).hostname or "")
        self._client = httpx.Client(
            base_url=f"{place.url}/api/v1",
            headers={"Authorization": f"Bearer {place.token}", "Accept": "application/json"},
            timeout=httpx.Timeout(30, connect=10),
            trust_env=not loopback,  # a proxy cannot reach this machine for us
        )

    def get(self, path: str, **query: str) -> Any:
        """What is at an address; raises Stopped."""
        return self._send("GET", path, params={name: value for name, value in query.items() if value})

    def write(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Change something, once, however often it has to be sent; raises Stopped."""
        return self._send(method, path, json=body or {}, headers={"Idempotency-Key": str(uuid.uuid4())})

    def all(self, path: str, **query: str) -> list[Any]:
        """Every row of a list, page by page."""
        page = self.get(path, **{"limit": "200", **query})
        rows = page["results"]
        while page["next"]:
            page = self._send("GET", page["next"])
            rows += page["results"]
        return rows

    def _send(self, method: str, path: str, **more: Any) -> Any:
        for attempt in range(1, _TRIES + 1):
            try:
                answer = self._client.request(method, path, **more)
            except httpx.TransportError as error:
                if attempt == _TRIES or _is_for_good(error):
                    raise Stopped(Exit.BROKEN, self._explained(error)) from None
                time.sleep(_pause(attempt))
                continue
            if attempt < _TRIES and (answer.status_code in _LATER or _code_of(answer) == "still_busy"):
                time.sleep(_asked_pause(answer) or _pause(attempt))
                continue
            return self._read(answer)
        raise AssertionError("the last try answers or raises")

    def _read(self, answer: httpx.Response) -> Any:
        if answer.is_success:
            return self._content(answer)
        if answer.is_redirect:
            where = answer.headers.get("Location", "elsewhere")
            raise Stopped(Exit.USAGE, f"{self.place.url} leads to {where}. Use the platform's own address.")
        error = _error_of(answer)
        if error is None:
            text = f"{self.place.url} answered {answer.status_code}, not as Marque's API does. Is the address right?"
            raise Stopped(Exit.BROKEN if answer.status_code >= 500 else Exit.REFUSED, text)
        raise Stopped(_exit_of(answer.status_code, error["code"]), error["message"], error["field"])

    def _content(self, answer: httpx.Response) -> Any:
        try:
            return answer.json() if answer.content else None
        except ValueError:
            text = f"{self.place.url} answered, but not as Marque's API does. Is the address right?"
            raise Stopped(Exit.REFUSED, text) from None

    def _explained(self, error: httpx.TransportError) -> str:
        url, text = self.place.url, str(error)
        if "CERTIFICATE_VERIFY_FAILED" in text:
            return f"{url} showed a certificate this machine doesn't trust ({_reason(text)}). Nothing was sent."
        if "SSL" in text:
            return f"{url} doesn't speak TLS as it should ({_reason(text)}). Is the port right?"
        if isinstance(error, httpx.TimeoutException):
            return f"{url} didn't answer in time. What you asked for may still be done; look before you ask again."
        if isinstance(error, httpx.ConnectError):
            return f"{url} can't be reached ({_reason(text)})."
        return f"The connection to {url} broke ({_reason(text)})."


def _is_for_good(error: httpx.TransportError) -> bool:
    """Whether trying again is no use."""
    return "SSL" in str(error) or "CERTIFICATE" in str(error) or isinstance(error, httpx.UnsupportedProtocol)


def _reason(text: str) -> str:
    return text.rpartition("] ")[2].strip().rstrip(".") or "no reason given"


def _pause(attempt: int) -> float:
    return 0.25 * 2**attempt


def _asked_pause(answer: httpx.Response) -> float | None:
    asked = answer.headers.get("Retry-After", "")
    return min(float(asked), _LONGEST_WAIT) if asked.isdigit() else None


def _error_of(answer: httpx.Response) -> dict[str, Any] | None:
    try:
        error = answer.json()["error"]
        return {"message": str(error["message"]), "field": error["field"], "code": error["code"]}
    except (ValueError, KeyError, TypeError):
        return None


def _code_of(answer: httpx.Response) -> str:
    error = _error_of(answer) if answer.is_error else None
    return error["code"] if error else ""


def _exit_of(status: int, code: str) -> Exit:
    if code == "would_delete":
        return Exit.WOULD_DELETE
    if status >= 500:
        return Exit.BROKEN
    return _CODES.get(status, Exit.REFUSED)
