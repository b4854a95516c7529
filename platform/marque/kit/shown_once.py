"""A secret on its way from the request that made it to the page that shows it: post, redirect, get, gone."""

from __future__ import annotations

import base64
import json
import os
from datetime import timedelta

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from marque.kit import clock
from marque.kit.tenancy.context import require_tenant

_KEY = "shown_once"
_NONCE = 12
# a browser follows a redirect at once
_WAITS = timedelta(minutes=5)


def keep_for_next(request: HttpRequest, *, about: str, secret: str) -> None:
    """Let the page that follows show a secret of something, once. Nobody reads it in the session's row meanwhile."""
    nonce, until = os.urandom(_NONCE), (clock.now() + _WAITS).timestamp()
    sealed = nonce + _box().encrypt(nonce, json.dumps([about, secret, until]).encode(), None)
    request.session[_KEY] = base64.b64encode(sealed).decode()


def shown_now(request: HttpRequest) -> tuple[str, str]:
    """What a secret is about, and the secret: the first time it is asked for, and empty words ever after."""
    kept = base64.b64decode(request.session.pop(_KEY, ""))
    if not kept:
        return "", ""
    about, secret, until = json.loads(_box().decrypt(kept[:_NONCE], kept[_NONCE:], None))
    return (about, secret) if clock.now().timestamp() < until else ("", "")


def _box() -> AESGCM:
    return AESGCM(salted_hmac(__name__, str(require_tenant().id), algorithm="sha256").digest())
