"""Mux's signed addresses: a JSON Web Token (RFC 7519) by RS256 with a signing key of the business.

https://www.mux.com/docs/guides/secure-video-playback
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.utils.translation import gettext as _

from shared_apps.integrations.ports.errors import ProviderError


class Audience(StrEnum):
    """What a token opens."""

    VIDEO = "v"
    THUMBNAIL = "t"
    STORYBOARD = "s"


def token(keys: Mapping[str, str], *, playback: str, audience: Audience, expires: int, **more: Any) -> str:
    """What opens one part of one film until then; `more` are parameters, which a signed address may not carry."""
    kid = keys.get("signing_key", "")
    claims = {"sub": playback, "aud": audience.value, "exp": expires, "kid": kid, **more}
    said = f"{_part({'alg': 'RS256', 'typ': 'JWT', 'kid': kid})}.{_part(claims)}"
    signature = private_key(keys.get("signing_secret", "")).sign(said.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{said}.{_b64(signature)}"


@lru_cache(maxsize=64)
def private_key(text: str) -> rsa.RSAPrivateKey:
    """The key as Mux gives it: PEM in Base64, or PEM. ProviderError when it is none."""
    try:
        raw = text.encode() if "-----BEGIN" in text else base64.b64decode("".join(text.split()), validate=True)
        key = serialization.load_pem_private_key(raw, password=None)
    except (ValueError, TypeError, binascii.Error, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ProviderError(_("The signing key's private key cannot be read. Copy it whole."), permanent=True)
    return key


def _part(value: Mapping[str, Any]) -> str:
    return _b64(json.dumps(value, separators=(",", ":")).encode())


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
