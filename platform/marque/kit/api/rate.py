"""So many calls a minute."""

from abc import ABC, abstractmethod
from collections.abc import Iterable

from django.core.cache import caches
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from marque.kit import clock

_WINDOW = 60


class MinuteRate(BaseThrottle, ABC):
    """Counts in Redis, so that all processes count together; the next minute starts anew."""

    cache = "default"

    @abstractmethod
    def counts(self, request: Request) -> Iterable[tuple[str, int]]:
        """What is counted for this call, each with the most it may be in a minute."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Whether this call is still within the minute's numbers."""
        # each is counted, also where an earlier one is over already
        within = [self._counted(name) <= most for name, most in self.counts(request)]
        return all(within)

    def wait(self) -> int:
        """Seconds until the next minute, for Retry-After."""
        return _WINDOW - _now() % _WINDOW

    def _counted(self, name: str) -> int:
        key, kept = f"api:{name}:{_now() // _WINDOW}", caches[self.cache]
        kept.add(key, 0, _WINDOW * 2)
        return kept.incr(key)


def _now() -> int:
    return int(clock.now().timestamp())
