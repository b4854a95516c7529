"""Where backups, owners' capsules and the bases of forks are: below a tenant's id, outside of what is served."""

from pathlib import Path

from django.conf import settings
from django.utils._os import safe_join


def in_vault(path: str) -> Path:
    """The file of a path that the registry keeps; never outside the vault."""
    return Path(safe_join(settings.VAULT_ROOT, path))
