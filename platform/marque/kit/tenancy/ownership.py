"""The owner's login: for migrating and provisioning, never in a process that answers the web."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

_owning: ContextVar[bool] = ContextVar("owning", default=False)


def is_owner() -> bool:
    """Whether `default` is logged in as the schemas' owner in this context."""
    return _owning.get()


def owner_login() -> dict[str, str]:
    """psycopg's user and password of the owner; raises ImproperlyConfigured where the process was not given it."""
    if settings.DATABASE_OWNER is None:
        raise ImproperlyConfigured("DATABASE_OWNER_URL is not set: this process may not migrate or provision.")
    return {"user": settings.DATABASE_OWNER["USER"], "password": settings.DATABASE_OWNER["PASSWORD"]}


@contextmanager
def as_owner() -> Iterator[None]:
    """Log `default` in as the owner within the block; outside the pool, never inside a transaction."""
    if connection.in_atomic_block:
        raise RuntimeError("as_owner() cannot start inside a transaction.")
    owner_login()
    connection.close()
    token = _owning.set(True)
    try:
        yield
    finally:
        connection.close()
        _owning.reset(token)
