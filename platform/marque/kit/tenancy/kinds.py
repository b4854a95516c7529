"""Which apps and models a type of tenant carries."""

from functools import cache

from django.apps import apps
from django.conf import settings


@cache
def labels_of(tenant_type: str) -> frozenset[str]:
    """The app labels whose tables exist in a schema of this type."""
    names = set(settings.TENANT_TYPES[tenant_type]["APPS"])
    return frozenset(app.label for app in apps.get_app_configs() if app.name in names)
