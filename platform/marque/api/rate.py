"""So many calls a minute for each token."""

from django.conf import settings
from django.core.cache import caches
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from marque.kit import clock

_WINDOW = 60


class TokenRate(BaseThrottle):
    """Counts in Redis, so that all processes count together; the next minute starts anew."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Whether this call is still within the minute's number."""
        key = f"api:{request.user.token.id}:{_now() // _WINDOW}"
        counts = caches["control"]
        counts.add(key, 0, _WINDOW * 2)
        return counts.incr(key) <= settings.API_CALLS_A_MINUTE

    def wait(self) -> int:
        """Seconds until the next minute, for Retry-After."""
        return _WINDOW - _now() % _WINDOW


def _now() -> int:
    return int(clock.now().timestamp())
