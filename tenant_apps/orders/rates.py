"""How often one may try."""

from __future__ import annotations

from allauth.core.internal.ratelimit import consume
from django.conf import settings
from django.http import HttpRequest

_RATES = {"checkout": "20/10m/ip", "line": "20/10m/ip", "gift": "20/10m/ip"}


def allowed_here(request: HttpRequest, action: str) -> bool:
    """Stolen cards are tried by the hundred, and mail sent to strangers: twenty tries are plenty for a person."""
    return settings.MODE != "production" or consume(request, app="marque", action=action, config=_RATES)
