"""What is read once and not again while one request is answered: settings that many steps ask for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

from marque.kit.tenancy.context import current_tenant

Value = TypeVar("Value")
_known: ContextVar[dict[Any, Any] | None] = ContextVar("read_once", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Within the block whatever is `read_once` is; after it nothing is remembered. What is written is not followed."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def read_once(read: Callable[[], Value]) -> Callable[[], Value]:
    """Ask once for each tenant inside `reading_once`, and every time outside of it."""

    @wraps(read)
    def asked() -> Value:
        known, tenant = _known.get(), current_tenant()
        if known is None:
            return read()
        key = (read, tenant.id if tenant else None)
        if key not in known:
            known[key] = read()
        return known[key]  # type: ignore[no-any-return]

    return asked
