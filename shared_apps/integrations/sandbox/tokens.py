"""Signed tokens: the sandbox remembers nothing, so what it must know travels with the buyer."""

import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

from shared_apps.integrations.ports.errors import ProviderError

MINUTES = 60


def seal(account: str, purpose: str, payload: dict[str, Any]) -> str:
    """A token that only this account can open, for this purpose."""
    return signing.dumps(payload, salt=_salt(account, purpose))


def unseal(account: str, purpose: str, token: str, *, max_age: int) -> dict[str, Any]:
    """What a token says; ProviderError when it is forged, foreign or too old."""
    try:
        return signing.loads(token, salt=_salt(account, purpose), max_age=max_age)
    except signing.SignatureExpired:
        raise ProviderError("This payment took too long. Nothing was charged.", permanent=True) from None
    except signing.BadSignature:
        raise ProviderError("This payment token was not made here.", permanent=True) from None


def reference(account: str, prefix: str, *parts: object) -> str:
    """The same parts give the same reference: that is what makes a repeated call harmless."""
    text = "\x1f".join(str(part) for part in parts)
    return f"{prefix}_{salted_hmac(_salt(account, prefix), text, algorithm='sha256').hexdigest()[:24]}"


def random(prefix: str) -> str:
    """A reference of its own."""
    return f"{prefix}_{secrets.token_hex(12)}"


def webhook_secret(account: str) -> bytes:
    """The key that signs this account's webhooks."""
    return hashlib.sha256(f"{_salt(account, 'webhook')}.{settings.SECRET_KEY}".encode()).digest()


def _salt(account: str, purpose: str) -> str:
    return f"sandbox.{account}.{purpose}"
