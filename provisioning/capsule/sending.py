"""A capsule made on request, and written down."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from provisioning.capsule.keys import fingerprint, own_key, public_text
from provisioning.capsule.writing import write_capsule
from shared_apps.operations.audit import record
from shared_apps.tenants.actions import WrongState
from shared_apps.tenants.models import Tenant


def export_tenant(*, row: Tenant, target: Path, by: str, progress: Callable[[str], None]) -> dict[str, Any]:
    """Write a business into a capsule; raises NoKey, NoSpace, BadTarget, WrongState."""
    if row.type != Tenant.Type.BUSINESS or row.state == Tenant.State.PROVISIONING:
        raise WrongState()
    contents = write_capsule(row, target, progress=progress)
    made = {
        "size": target.stat().st_size,
        "tables": len(contents.tables),
        "rows": sum(table.rows for table in contents.tables),
        "files": len(contents.media),
        "signer": fingerprint(public_text(own_key())),
    }
    record(by=by, action="tenant.export", target=row.slug, tenant_id=row.id, data=made)
    return made
