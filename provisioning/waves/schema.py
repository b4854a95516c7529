"""Django's own `migrate` on one schema: for templates, which start from nothing."""

from django.db import connection
from django_tenants.migration_executors.base import run_migrations
from django_tenants.postgresql_backend.base import FakeTenant

from provisioning import template
from provisioning.schemas import create_schema, owner_connection, schema_exists
from provisioning.waves.by_django import in_schema, plan_for, prune_content_types

OPTIONS = {
    "database": "default", "interactive": False, "app_label": None, "migration_name": None, "fake": False,
    "fake_initial": False, "plan": False, "check_unapplied": False, "run_syncdb": False, "prune": False,
    "skip_checks": True, "traceback": False, "no_color": True, "force_color": False, "stdout": None, "stderr": None,
}  # fmt: skip


def migrate_template(tenant_type: str) -> None:
    """Make or migrate the template schema of a type; the platform's starts from the business's."""
    schema = template.schema_of(tenant_type)
    with owner_connection() as owner:
        if not schema_exists(owner, schema):
            create_schema(owner, schema, with_role=False)
            if tenant_type != template.TYPES[0]:
                template.run_script(owner, template.newest_script(template.TYPES[0]), schema)
    migrate_schema(schema, tenant_type)


def migrate_schema(schema: str, tenant_type: str, verbosity: int = 0) -> None:
    """Apply what is missing to one schema, as the owner; nothing when it is up to date."""
    stand_in = FakeTenant(schema, tenant_type)
    if not plan_for(stand_in).migrations:
        return
    with in_schema(stand_in):
        run_migrations([], {**OPTIONS, "verbosity": verbosity}, "standard", schema, tenant_type=tenant_type)
        connection.close()  # django-tenants has left the schema
    with in_schema(stand_in):
        prune_content_types(tenant_type)
