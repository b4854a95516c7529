"""Which alias a model lives behind."""

from typing import Any

from django.apps import apps
from django.conf import settings


def is_registry(app_label: str) -> bool:
    """Whether an app's tables are the registry's, in the public schema."""
    return apps.get_app_config(app_label).name in settings.REGISTRY_APPS


class ControlRouter:
    """Registry models live behind `control`, and nothing else does. Stands before django-tenants' router."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        """`control` for the registry's models."""
        return "control" if is_registry(model._meta.app_label) else None

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """No relation crosses between the registry and a tenant."""
        return is_registry(one._meta.app_label) == is_registry(other._meta.app_label)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """Registry tables on `control` only; the rest is decided by the tenant's type."""
        if is_registry(app_label):
            return db == "control"
        return False if db == "control" else None
