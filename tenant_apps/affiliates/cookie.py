"""The cookie that says by whose link this browser came: an opaque key and a time, signed for one business."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse

from marque.kit import clock, signing

PURPOSE = "affiliates.via"


@dataclass(frozen=True)
class Click:
    """Somebody followed this affiliate's link at that moment."""

    affiliate: UUID
    at: datetime


def read(cookies: Mapping[str, str]) -> Click | None:
    """The last click that still counts; None for a forged, foreign or old one."""
    token = cookies.get(settings.AFFILIATE_COOKIE_NAME)
    if not token:
        return None
    try:
        key, at = signing.unsign(PURPOSE, token[:300])
        return Click(UUID(key), datetime.fromtimestamp(at, UTC))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def write(response: HttpResponse, *, affiliate: UUID, days: int) -> None:
    """Let this browser remember a click of now, for so many days; no script can read it, no other host gets it."""
    now, lasts = clock.now(), timedelta(days=days)
    response.set_cookie(
        settings.AFFILIATE_COOKIE_NAME,
        signing.sign(PURPOSE, [str(affiliate), int(now.timestamp())], expires_in=lasts),
        max_age=lasts,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
