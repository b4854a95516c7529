"""The same call sent twice has one effect and one answer (draft-ietf-httpapi-idempotency-key-header)."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Protocol

from django.db import OperationalError, transaction
from django.utils.translation import gettext_lazy as _
from psycopg.errors import LockNotAvailable, QueryCanceled
from rest_framework.request import Request
from rest_framework.response import Response

from marque.kit.errors import Refused

HEADER = "Idempotency-Key"
# afterwards a key is a new one: https://docs.stripe.com/api/idempotent_requests has the same rule
KEPT = timedelta(days=1)


class KeyReused(Refused):
    """The key was used for another call."""

    field = HEADER
    message = _("This Idempotency-Key was used for another call. Use a new one for each call.")


class BadKey(Refused):
    """The key is empty, too long or not plain text."""

    field = HEADER
    message = _("An Idempotency-Key has 1 to 200 printable characters.")


class StillBusy(Refused):
    """The first call with this key is not answered yet."""

    status = 409
    field = HEADER
    message = _("The first call with this Idempotency-Key is still being answered. Send it again in a moment.")


class Call(Protocol):
    """A row that holds what a call was and what it was answered."""

    request_digest: str
    status: Any
    body: Any
    location: Any

    def save(self, *, update_fields: list[str]) -> None:
        """Write it."""


# finds or makes the row of a key, given what the call is
Claim = Callable[[str, str], Any]


def answer_once(request: Request, act: Callable[[], Response], *, claim: Claim, using: str) -> Response:
    """What `act` answers, or what it answered before; raises BadKey, KeyReused or StillBusy.

    Claim, effect and answer commit together: a second call waits at the claim until the first is done, and a call that
    was refused, or cut off, left nothing and may be sent again with its key.
    """
    key = request.headers.get(HEADER)
    with transaction.atomic(using=using):
        if key is None:
            return act()
        call = claimed(request, key, claim)
        if call.status is not None:
            return answered(call)
        response = act()
        note_answer(call, response)
        return response


def claimed(request: Request, key: str, claim: Claim) -> Any:
    """The row of this call, made or found; raises BadKey, KeyReused or StillBusy."""
    if not (1 <= len(key) <= 200 and key.isascii() and key.isprintable()):
        raise BadKey()
    digest = _digest(request)
    try:
        call = claim(key, digest)
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled | LockNotAvailable):
            raise StillBusy() from None
        raise
    if call.request_digest != digest:
        raise KeyReused()
    return call


def note_answer(call: Call, response: Response) -> None:
    """Keep what the call was answered."""
    call.status, call.body = response.status_code, response.data
    call.location = response.get("Location", "")
    call.save(update_fields=["status", "body", "location"])


def answered(call: Call) -> Response:
    """The answer of before."""
    response = Response(call.body, status=call.status)
    if call.location:
        response["Location"] = call.location
    response["Idempotent-Replayed"] = "true"
    return response


def _digest(request: Request) -> str:
    parts = [(request.method or "").encode(), request.get_full_path().encode(), request._request.body]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()
