"""Who may make paths, and which ones."""

from __future__ import annotations

from typing import Any

from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import has_role
from tenant_apps.courses.permissions import oversees
from tenant_apps.paths.models import Path, PathQuerySet


def paths_of(user: Any) -> PathQuerySet:
    """The paths somebody may change: an author those they made, owner and staff all."""
    if oversees(user):
        return Path.objects.all()
    if not has_role(user, Role.AUTHOR):
        return Path.objects.none()
    return Path.objects.filter(author__user=user)
