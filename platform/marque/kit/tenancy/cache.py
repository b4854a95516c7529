"""Cache keys that cannot be shared between tenants."""

from marque.kit.tenancy.context import require_tenant


def tenant_key(key: str, prefix: str, version: int) -> str:
    """Django's KEY_FUNCTION: the immutable tenant id first; raises NoTenant outside of a tenant."""
    return f"{require_tenant().id.hex}:{prefix}:{version}:{key}"
