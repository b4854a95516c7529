"""The sandbox's webhooks: JSON, signed with HMAC-SHA256 over the time and the body."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime

from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import WebhookFact

HEADER = "Sandbox-Signature"
TOLERANCE_SECONDS = 300


def sign(body: bytes, *, secret: bytes, at: datetime) -> str:
    """The header's value for a body sent at that time."""
    stamp = int(at.timestamp())
    return f"t={stamp},v1={_digest(stamp, body, secret)}"


def read(body: bytes, headers: Mapping[str, str], *, secret: bytes, now: datetime) -> WebhookFact:
    """The event in a signed body; ProviderError when the signature, the age or the shape is wrong."""
    stamp, signatures = _header({name.lower(): value for name, value in headers.items()}.get(HEADER.lower(), ""))
    expected = _digest(stamp, body, secret)
    if not any(hmac.compare_digest(expected, signature) for signature in signatures):
        raise ProviderError("The webhook's signature is wrong.", permanent=True)
    if abs(now.timestamp() - stamp) > TOLERANCE_SECONDS:
        raise ProviderError("The webhook is more than five minutes old.", permanent=True)
    try:
        event = json.loads(body)
        return WebhookFact(
            event_id=str(event["id"]),
            kind=str(event["kind"]),
            reference=str(event["reference"]),
            amount=int(event["amount"]),
            currency=str(event["currency"]),
            occurred_at=_moment(event["occurred_at"]),
            subject=str(event.get("subject") or ""),
            reason=str(event.get("reason") or ""),
            due_at=_moment(event["due_at"]) if event.get("due_at") else None,
            fee=int(event["fee"]) if event.get("fee") is not None else None,
        )
    except (ValueError, KeyError, TypeError, OverflowError):
        raise ProviderError("The webhook cannot be read.", permanent=True) from None


def _moment(seconds: object) -> datetime:
    return datetime.fromtimestamp(int(str(seconds)), UTC)


def _header(value: str) -> tuple[int, list[str]]:
    pairs = [part.partition("=")[::2] for part in value.split(",")]
    stamps = [text for name, text in pairs if name.strip() == "t"]
    signatures = [text for name, text in pairs if name.strip() == "v1" and text.isascii()]
    if len(stamps) != 1 or not stamps[0].isdecimal() or not signatures:
        raise ProviderError("The webhook is not signed.", permanent=True)
    return int(stamps[0]), signatures


def _digest(stamp: int, body: bytes, secret: bytes) -> str:
    return hmac.new(secret, f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
