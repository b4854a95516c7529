"""Mux's webhooks: HMAC-SHA256 of time and body with the endpoint's secret.

https://www.mux.com/docs/core/verify-webhook-signatures
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.films import HostNotice

HEADER = "mux-signature"
TOLERANCE = timedelta(minutes=5)


def read(body: bytes, headers: Mapping[str, str], *, secret: str, now: datetime) -> HostNotice:
    """What a signed body is about; a permanent ProviderError when signature, age or shape is wrong."""
    given = {name.lower(): value for name, value in headers.items()}.get(HEADER, "")
    said = [tuple(part.strip().partition("=")[::2]) for part in given.split(",")]
    moment = next((value for name, value in said if name == "t"), "")
    expected = hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    signed = [value for name, value in said if name == "v1" and hmac.compare_digest(expected.encode(), value.encode())]
    if not secret or not signed:
        raise ProviderError("The webhook's signature is wrong.", permanent=True)
    if not moment.isdecimal() or abs(now.timestamp() - int(moment)) > TOLERANCE.total_seconds():
        raise ProviderError("The webhook is too old.", permanent=True)
    try:
        event = json.loads(body)
        return _about(str(event["type"]), event["data"])
    except (KeyError, TypeError, ValueError, AttributeError):
        raise ProviderError("The webhook cannot be read.", permanent=True) from None


def _about(kind: str, data: dict[str, Any]) -> HostNotice:
    if kind.startswith("video.upload."):
        return HostNotice(upload=str(data["id"]), reference=str(data.get("asset_id") or ""))
    if kind.startswith("video.asset.track."):
        return HostNotice(reference=str(data["asset_id"]))
    if kind.startswith("video.asset."):
        return HostNotice(upload=str(data.get("upload_id") or ""), reference=str(data["id"]))
    return HostNotice()
