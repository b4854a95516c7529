"""Asking a provider's REST API: JSON over HTTPS with our timeouts, and what it answers as our errors."""

from collections.abc import Mapping
from typing import Any

import httpx
from django.utils.translation import gettext as _

from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.resilience import TIMEOUT, call

# asked too often, or at work on the same request: the same question later is answered
_LATER = {408, 409, 425, 429}


class Answered(ProviderError):
    """The provider said no. `status` and `body` are its words."""

    def __init__(self, message: str, *, status: int, body: Mapping[str, Any]) -> None:
        super().__init__(message, permanent=True, certain=status not in (401, 403))
        self.status, self.body = status, body


def ask(name: str, method: str, url: str, **request: Any) -> dict[str, Any]:
    """The answer's JSON; asked again after a passing failure, so the request must be idempotent.

    Raises Answered for a no, and a ProviderError that is not permanent when nobody knows.
    """
    return call(name, lambda: _once(name, method, url, request))


def _once(name: str, method: str, url: str, request: dict[str, Any]) -> dict[str, Any]:
    connect, read = TIMEOUT
    try:
        answer = httpx.request(method, url, timeout=httpx.Timeout(read, connect=connect), **request)
    except httpx.HTTPError as error:
        raise _silent(name, type(error).__name__) from error
    if answer.status_code >= 500 or answer.status_code in _LATER:
        raise _silent(name, str(answer.status_code))
    body = _json(answer)
    if answer.is_success:
        return body
    words = {"name": name.capitalize(), "words": _said(body) or answer.status_code}
    raise Answered(_("%(name)s refused: %(words)s") % words, status=answer.status_code, body=body)


def _silent(name: str, why: str) -> ProviderError:
    words = {"name": name.capitalize(), "why": why}
    return ProviderError(_("%(name)s is not answering (%(why)s). Try again in a minute.") % words, permanent=False)


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        body = answer.json() if answer.content else {}
    except ValueError:
        body = {}
    return body if isinstance(body, dict) else {"items": body}


def _said(body: Mapping[str, Any]) -> str:
    """A sentence from whichever place the provider keeps it."""
    error = body.get("error")
    inner = error if isinstance(error, dict) else {}
    found = (
        inner.get("description") or body.get("error_description") or body.get("message") or body.get("name") or error
    )
    return str(found or "")[:300]
