"""Host to tenant, from a process cache that a version invalidates: no query when warm (DESIGN §4)."""

import time
from dataclasses import dataclass
from threading import Lock

from django.core.cache import caches
from django.db import transaction

from marque.kit.tenancy.context import CurrentTenant
from shared_apps.tenants.hosts import normal_host
from shared_apps.tenants.models import Domain, Tenant

_VERSION_KEY = "hosts-version"
_VERSION_CHECKED_EVERY = 1.0
_MOST_HOSTS = 20_000


@dataclass(frozen=True, slots=True)
class Resolved:
    """Where a host leads: the tenant, and the primary domain when this host is not it."""

    tenant: CurrentTenant
    redirect_to: str | None = None


_cache: dict[str, Resolved | None] = {}
_lock = Lock()
_seen_version: object = None
_next_check = 0.0


def resolve_host(host: str) -> Resolved | None:
    """The tenant of a normal host; None for an unknown one."""
    _forget_when_stale()
    if host in _cache:
        return _cache[host]
    version = _seen_version
    found = _look_up(host)
    with _lock:
        if version == _seen_version:  # else it was looked up before a change that has been heard of meanwhile
            if len(_cache) >= _MOST_HOSTS:
                _cache.clear()
            _cache[host] = found
    return found


def hosts_changed() -> None:
    """Make every process look its hosts up again: at once here, within a second elsewhere."""
    transaction.on_commit(_bump, using="control")


def current_version() -> object:
    """Changes with every change of a host, a second later at most."""
    _forget_when_stale()
    return _seen_version


def _bump() -> None:
    global _next_check
    caches["control"].set(_VERSION_KEY, time.time_ns(), None)
    _next_check = 0.0


def _forget_when_stale() -> None:
    global _next_check, _seen_version
    now = time.monotonic()
    if now < _next_check:
        return
    _next_check = now + _VERSION_CHECKED_EVERY
    version = caches["control"].get(_VERSION_KEY)
    if version != _seen_version:
        with _lock:
            _cache.clear()
            _seen_version = version


def _look_up(host: str) -> Resolved | None:
    domain = Domain.objects.held().select_related("tenant").filter(domain=host).first()
    if domain is None or domain.tenant.state == Tenant.State.DELETED:
        return None
    if domain.is_primary:
        return Resolved(domain.tenant.as_current(domain=domain.domain))
    primary = domain.tenant.domains.filter(is_primary=True).first()
    tenant = domain.tenant.as_current(domain=primary.domain if primary else domain.domain)
    return Resolved(tenant, redirect_to=primary.domain if primary else None)


def tenant_of_header(raw_host: str) -> CurrentTenant | None:
    """The tenant of a Host header as it came; None for nonsense, unknown hosts and alternative domains."""
    host = normal_host(raw_host)
    found = resolve_host(host) if host else None
    return found.tenant if found and not found.redirect_to else None
