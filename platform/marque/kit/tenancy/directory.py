"""How the kit finds tenants: through the module that the setting TENANT_DIRECTORY names."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any
from uuid import UUID

from django.conf import settings

from marque.kit.tenancy.context import CurrentTenant


def _registry() -> Any:
    return import_module(settings.TENANT_DIRECTORY)


def all_tenants() -> Iterator[CurrentTenant]:
    """Every tenant whose background work goes on: the platform, and active or suspended businesses."""
    return _registry().working_tenants()


def tenant_by_id(tenant_id: UUID | str) -> CurrentTenant | None:
    """The tenant, or None when it is gone, archived or not ready."""
    return _registry().working_tenant(tenant_id)
