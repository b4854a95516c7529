"""Secrets at rest: encrypted for one tenant and one purpose, with a key from the environment."""

import base64
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant

_NONCE = 12


class NoSecretsKey(Refused):
    """The installation can keep no secret."""

    message = _("This installation has no key for secrets, so nothing secret can be kept here. Ask its operator.")


class Unreadable(Refused):
    """Sealed with another key, for another business or purpose, or changed since."""

    message = _("What was kept cannot be read any more. Enter it again.")


def seal(purpose: str, value: Any, *, owner: str = "") -> str:
    """A JSON value as text that only this tenant (or another `owner`) opens, for this purpose; raises NoSecretsKey."""
    nonce = os.urandom(_NONCE)
    sealed = _keys()[0].encrypt(nonce, json.dumps(value).encode(), _bound(purpose, owner))
    # an alphabet without the underscore: no sealed text looks like a key that begins with sk_
    return base64.b64encode(nonce + sealed).decode()


def unseal(purpose: str, text: str, *, owner: str = "") -> Any:
    """What was sealed; raises Unreadable. Keys of before still read."""
    try:
        raw = base64.urlsafe_b64decode(text)
    except ValueError:
        raise Unreadable from None
    for key in _keys():
        try:
            return json.loads(key.decrypt(raw[:_NONCE], raw[_NONCE:], _bound(purpose, owner)))
        except (InvalidTag, ValueError):
            continue
    raise Unreadable


def _keys() -> list[AESGCM]:
    if not settings.SECRETS_KEYS:
        raise NoSecretsKey
    return [AESGCM(key) for key in settings.SECRETS_KEYS]


def _bound(purpose: str, owner: str) -> bytes:
    # a row copied into another tenant's schema, or another column, does not open
    return f"{owner or require_tenant().id}:{purpose}".encode()
