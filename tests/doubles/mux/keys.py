"""The keys of the one environment the double knows, and tokens read with their public half."""

import base64
import json
import time
from functools import cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.doubles.serving import Refusal, Thing


@cache
def _private() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def keys() -> dict[str, str]:
    """What an owner copies out of Mux's settings."""
    pem = _private().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    return {
        "token_id": "token-of-okafor",
        "token_secret": "secret-of-okafor",
        "signing_key": "signing-key-1",
        "signing_secret": base64.b64encode(pem).decode(),
        "webhook_secret": "webhook-secret-of-okafor",
    }


def claims_of(token: str) -> Thing:
    """What a token says; Refusal unless this environment signed it and it has not ended."""
    try:
        head, body, signature = token.split(".")
        said = json.loads(_bytes(head))
        _private().public_key().verify(
            _bytes(signature), f"{head}.{body}".encode(), padding.PKCS1v15(), hashes.SHA256()
        )
        claims: Thing = json.loads(_bytes(body))
    except (InvalidSignature, ValueError):
        raise Refusal(403, {"error": "Token cannot be read"}) from None
    if (said["alg"], said["kid"]) != ("RS256", keys()["signing_key"]) or claims["exp"] < time.time():
        raise Refusal(403, {"error": "Token has ended"})
    return claims


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
