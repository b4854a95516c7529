"""Where backups, owners' capsules and the bases of forks are: outside of what is served, below a tenant's id."""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils._os import safe_join


def in_vault(path: str) -> Path:
    """The file of a path that the registry keeps; never outside the vault."""
    return Path(safe_join(settings.VAULT_ROOT, path))


def backups_of(tenant_id: UUID) -> Path:
    """The folder of a tenant's backups."""
    return in_vault(f"backups/{tenant_id}")
