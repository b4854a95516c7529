"""Files of a tenant, below its immutable id."""

from posixpath import normpath
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage

from marque.kit.tenancy.context import require_tenant


def tenant_prefix() -> str:
    """Where the current tenant's files are; raises NoTenant outside of one."""
    return f"tenants/{require_tenant().id}/"


def _own(name: str) -> str:
    return name if name.startswith(tenant_prefix()) else tenant_prefix() + name.lstrip("/")


class TenantStorage(FileSystemStorage):
    """Local files keyed `tenants/<id>/…`; a name below another tenant's id is refused."""

    def _save(self, name: str, content: Any) -> str:
        return super()._save(_own(name), content)  # type: ignore[misc]

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """A free name below this tenant's prefix."""
        return super().get_available_name(_own(name), max_length)

    def path(self, name: str) -> str:
        """The file's place on disk; raises SuspiciousFileOperation for another tenant's file."""
        # after the dots are resolved, or `tenants/<ours>/../<theirs>/` would pass
        place = normpath(name.replace("\\", "/"))
        if place.startswith(("tenants/", "..")) and not place.startswith(tenant_prefix()):
            raise SuspiciousFileOperation("This file belongs to another tenant.")
        return super().path(_own(place))
