"""Signatures of Standard Webhooks: `v1`, HMAC-SHA256 over id, time and body."""

import base64
import hashlib
import hmac
import secrets

_BEGINNING = "whsec_"


def new_secret() -> str:
    """256 random bits, as the standard writes them down."""
    return _BEGINNING + base64.b64encode(secrets.token_bytes(32)).decode()


def signature(secret: str, *, message_id: str, at: int, body: bytes) -> str:
    """One signature, with its version."""
    key = base64.b64decode(secret.removeprefix(_BEGINNING))
    signed = hmac.new(key, f"{message_id}.{at}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(signed).decode()}"


def headers(keys: list[str], *, message_id: str, at: int, body: bytes) -> dict[str, str]:
    """What a message carries; while a secret is being changed it is signed with both."""
    signed = [signature(secret, message_id=message_id, at=at, body=body) for secret in keys]
    return {"webhook-id": message_id, "webhook-timestamp": str(at), "webhook-signature": " ".join(signed)}
