"""Signed values that hold for one tenant, one purpose and a while."""

from datetime import timedelta
from typing import Any

from django.core import signing
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant


class BadSignature(Refused):
    """The token was not made here, for this purpose, by this tenant."""

    message = _("This link is not valid.")


class Expired(BadSignature):
    """The token was right once."""

    message = _("This link has expired.")


def sign(purpose: str, value: Any, expires_in: timedelta | int | None = None) -> str:
    """A URL-safe token for a JSON value; `expires_in` is a timedelta or seconds, None means it keeps."""
    until = None
    if expires_in is not None:
        seconds = expires_in.total_seconds() if isinstance(expires_in, timedelta) else expires_in
        until = int(clock.now().timestamp() + seconds)
    return _signer(purpose).sign_object([value, until])


def unsign(purpose: str, token: str) -> Any:
    """The value of a token; raises BadSignature or Expired."""
    try:
        value, until = _signer(purpose).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        raise BadSignature from None
    if until is not None and clock.now().timestamp() >= until:
        raise Expired
    return value


def _signer(purpose: str) -> signing.Signer:
    # Signer compares in constant time
    return signing.Signer(salt=f"{require_tenant().id}:{purpose}", sep="~")
