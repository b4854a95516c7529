"""The current tenant, carried by a ContextVar: it survives await, threads, sockets and Celery (DESIGN §4)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID


class NoTenant(RuntimeError):
    """Something that belongs to a tenant was asked for outside of one."""


@dataclass(frozen=True, slots=True)
class CurrentTenant:
    """What the engine needs to know of a tenant while it serves it; immutable and safe to cache by host."""

    id: UUID
    slug: str
    name: str
    schema_name: str
    type: str
    state: str = "active"
    domain: str = ""
    next_schema_name: str = ""
    safe_mode: bool = False
    copy_of: str = ""

    def get_tenant_type(self) -> str:
        """django-tenants asks for the type under this name."""
        return self.type

    @property
    def role(self) -> str:
        """The Postgres role that may use this tenant's schema and nothing else."""
        return role_of(self.schema_name)


_current: ContextVar[CurrentTenant | None] = ContextVar("tenant", default=None)


def current_tenant() -> CurrentTenant | None:
    """The tenant being served, or None outside of one."""
    return _current.get()


def require_tenant() -> CurrentTenant:
    """The tenant being served; raises NoTenant outside of one."""
    tenant = _current.get()
    if tenant is None:
        raise NoTenant("There is no current tenant here. Wrap the call in enter(tenant).")
    return tenant


def set_current(tenant: CurrentTenant | None) -> None:
    """Replace the current tenant for the rest of this context; for django-tenants' own context managers only."""
    _current.set(tenant)


@contextmanager
def enter(tenant: CurrentTenant) -> Iterator[CurrentTenant]:
    """Serve `tenant` within the block, then whatever was served before."""
    token = _current.set(tenant)
    try:
        yield tenant
    finally:
        _current.reset(token)


@contextmanager
def leave() -> Iterator[None]:
    """Serve no tenant within the block."""
    token = _current.set(None)
    try:
        yield
    finally:
        _current.reset(token)


def role_of(schema_name: str) -> str:
    """The name of the role that goes with a schema."""
    return f"r_{schema_name}"
