"""Asking Mux: its own library with our timeouts, and its errors as ours.

https://www.mux.com/docs/api-reference. The library answers None to a success it does not expect, and checks words
against lists that are older than the service: neither is believed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import mux_python
import urllib3
from django.conf import settings
from django.utils.translation import gettext as _

from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.resilience import TIMEOUT, breaker_for, call

HOST = "https://api.mux.com"
_LATER = {408, 409, 425, 429}


class NotThere(ProviderError):
    """Mux knows no such thing."""


class MuxClient:
    """One business's way to Mux."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        how = mux_python.Configuration(
            host=settings.MUX_API or HOST, username=keys.get("token_id", ""), password=keys.get("token_secret", "")
        )
        how.client_side_validation = False
        how.retries = False  # `call` repeats what may be repeated, and stops asking when it is no use
        api = mux_python.ApiClient(how)
        self.assets = mux_python.AssetsApi(api)
        self.uploads = mux_python.DirectUploadsApi(api)
        # what one account is refused or waits for says nothing of another's
        self._breaker = breaker_for(f"mux {how.username}")

    def ask(self, question: Callable[..., Any], *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The answer's data; asked again after a passing failure. Raises NotThere and ProviderError."""
        return self._call(question, *args, **kwargs)

    def make(self, question: Callable[..., Any], *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What was made; asked once, as Mux knows no keys: after silence it may be there. Raises ProviderError."""
        return self._call(question, *args, attempts=1, **kwargs)

    def _call(self, question: Callable[..., Any], *args: Any, attempts: int = 3, **kwargs: Any) -> dict[str, Any]:
        def once() -> dict[str, Any]:
            return _translated(question, *args, _request_timeout=TIMEOUT, **kwargs)

        return call("mux", once, attempts=attempts, breaker=self._breaker)


def _translated(question: Callable[..., Any], *args: Any, **kwargs: Any) -> dict[str, Any]:
    try:
        answer = question(*args, **kwargs)
    except mux_python.ApiException as error:
        raise _error(error.status, error) from error
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise _silent(type(error).__name__) from error
    except ValueError as error:
        raise _silent("?") from error  # an answer that is no JSON
    data = getattr(answer, "data", None)
    return data.to_dict() if hasattr(data, "to_dict") else {}  # type: ignore[union-attr]


def _error(status: int, error: Exception) -> ProviderError:
    if status >= 500 or status in _LATER or not status:
        return _silent(str(status))
    if status == 404:
        return NotThere(_("Mux knows no such film."), permanent=True)
    if status in (401, 403):
        return ProviderError(_("Mux does not accept the access token."), permanent=True, certain=False)
    return ProviderError(_("Mux refused: %s") % _said(error), permanent=True)


def _silent(why: str) -> ProviderError:
    return ProviderError(_("Mux is not answering (%s). Try again in a minute.") % why, permanent=False)


def _said(error: Any) -> str:
    return str(error.body or error.reason or error.status)[:300]
