"""Cache keys that cannot be shared between tenants."""

from typing import Any
from uuid import UUID

from django.core.cache import caches

from marque.kit.tenancy.context import require_tenant


def tenant_key(key: str, prefix: str, version: int) -> str:
    """Django's KEY_FUNCTION: the immutable tenant id first; raises NoTenant outside of a tenant."""
    return f"{require_tenant().id.hex}:{prefix}:{version}:{key}"


def forget_everything(tenant_id: UUID) -> None:
    """Drop every key of one tenant: pages, parts, brand, sessions. Walks the whole Redis; for rare occasions."""
    # Django's cache has no way to name keys by their beginning
    cache: Any = caches["default"]
    redis = cache._cache.get_client(write=True)
    for key in redis.scan_iter(match=f"{tenant_id.hex}:*", count=1000):
        redis.delete(key)
