"""The time, which tests may fix."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_fixed: ContextVar[datetime | None] = ContextVar("fixed_clock", default=None)


def now() -> datetime:
    """The current time, aware, in UTC."""
    return _fixed.get() or timezone.now()


@contextmanager
def fixed(at: datetime) -> Iterator[datetime]:
    """Hold the clock at a moment, in this context only."""
    if at.tzinfo is None:
        raise ValueError("A fixed clock needs an aware datetime.")
    token = _fixed.set(at)
    try:
        yield at
    finally:
        _fixed.reset(token)
