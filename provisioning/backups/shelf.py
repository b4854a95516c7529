"""Where one tenant's backups are."""

from pathlib import Path
from uuid import UUID

from marque.kit.vault import in_vault


def backups_of(tenant_id: UUID) -> Path:
    """The folder of a tenant's backups."""
    return in_vault(f"backups/{tenant_id}")
