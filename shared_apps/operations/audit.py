"""Write the audit log."""

from typing import Any
from uuid import UUID

from shared_apps.operations.models import AuditEntry


def record(
    *,
    by: str,
    action: str,
    target: str = "",
    tenant_id: UUID | None = None,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> AuditEntry:
    """Append one entry, in the caller's transaction on `control`."""
    return AuditEntry.objects.create(
        actor=by, action=action, target=target, tenant_id=tenant_id, reason=reason, data=data or {}
    )
