"""Timeouts, bounded retries and a circuit breaker: the one place where a provider's bad day is handled."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from shared_apps.integrations.ports.errors import ProviderError

Result = TypeVar("Result")

CONNECT_SECONDS, READ_SECONDS = 2.0, 10.0
TIMEOUT = (CONNECT_SECONDS, READ_SECONDS)


@dataclass
class Breaker:
    """Opens after failures in a row, then lets one caller through when it has cooled down."""

    threshold: int = 5
    cool_seconds: float = 30.0
    clock: Callable[[], float] = time.monotonic
    _failures: int = 0
    _closed_from: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def check(self, name: str) -> None:
        """Refuse at once while open."""
        with self._lock:
            if self._failures < self.threshold:
                return
            if self.clock() < self._closed_from:
                raise ProviderError(f"{name} is not answering. Try again in a minute.", permanent=False)
            self._closed_from = self.clock() + self.cool_seconds

    def record(self, *, ok: bool) -> None:
        """Count a failure, or forget them all."""
        with self._lock:
            self._failures = 0 if ok else self._failures + 1
            if self._failures >= self.threshold:
                self._closed_from = self.clock() + self.cool_seconds


_breakers: dict[str, Breaker] = {}


def breaker_for(name: str) -> Breaker:
    """This process's breaker for a provider."""
    return _breakers.setdefault(name, Breaker())


def call(
    name: str,
    ask: Callable[[], Result],
    *,
    attempts: int = 3,
    pause_seconds: float = 0.2,
    breaker: Breaker | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Result:
    """Ask a provider, again after a passing failure and never after a permanent one. `ask` must be idempotent."""
    guard = breaker or breaker_for(name)
    for attempt in range(1, attempts + 1):
        guard.check(name)
        try:
            answer = ask()
        except ProviderError as error:
            # A permanent refusal is an answer: the provider is well.
            guard.record(ok=error.permanent)
            if error.permanent or attempt == attempts:
                raise
            sleep(pause_seconds * 2 ** (attempt - 1))
        else:
            guard.record(ok=True)
            return answer
    raise AssertionError("unreachable: the last attempt returns or raises")
