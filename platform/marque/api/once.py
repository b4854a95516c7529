"""The same call sent twice has one effect and one answer (draft-ietf-httpapi-idempotency-key-header)."""

import hashlib
from collections.abc import Callable

from django.db import OperationalError, transaction
from django.utils.translation import gettext_lazy as _
from psycopg.errors import LockNotAvailable, QueryCanceled
from rest_framework.request import Request
from rest_framework.response import Response

from marque.kit.errors import Refused
from shared_apps.agencies.models import Agency, AnsweredCall

HEADER = "Idempotency-Key"


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


def answer_once(request: Request, agency: Agency, act: Callable[[], Response]) -> Response:
    """What `act` answers, or what it answered before; raises BadKey, KeyReused or StillBusy.

    Claim, effect and answer commit together: a second call waits at the claim until the first is done, and a call that
    was refused, or cut off, left nothing and may be sent again with its key.
    """
    key = request.headers.get(HEADER)
    with transaction.atomic(using="control"):
        if key is None:
            return act()
        call = _claim(agency, key, request)
        if call.status is not None:
            return _answer(call.status, call.body, call.location)
        response = act()
        call.status, call.body = response.status_code, response.data
        call.location = response.get("Location", "")
        call.save(update_fields=["status", "body", "location"])
        return response


def _claim(agency: Agency, key: str, request: Request) -> AnsweredCall:
    if not (1 <= len(key) <= 200 and key.isascii() and key.isprintable()):
        raise BadKey()
    digest = _digest(request)
    try:
        call, _made = AnsweredCall.objects.get_or_create(agency=agency, key=key, defaults={"request_digest": digest})
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled | LockNotAvailable):
            raise StillBusy() from None
        raise
    if call.request_digest != digest:
        raise KeyReused()
    return call


def _digest(request: Request) -> str:
    parts = [(request.method or "").encode(), request.get_full_path().encode(), request._request.body]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _answer(status: int, body: object, location: str) -> Response:
    response = Response(body, status=status)
    if location:
        response["Location"] = location
    response["Idempotent-Replayed"] = "true"
    return response
