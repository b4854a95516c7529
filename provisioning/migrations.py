"""Bring the registry, the templates and every tenant to this release."""

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django_tenants.migration_executors.base import run_migrations
from django_tenants.postgresql_backend.base import FakeTenant

from marque.kit.tenancy.content_types import CacheBySchema
from marque.kit.tenancy.kinds import labels_of
from marque.kit.tenancy.ownership import as_owner
from provisioning import template
from provisioning.schemas import create_schema, owner_connection, schema_exists
from shared_apps.tenants.models import SchemaTemplate, Tenant

_OPTIONS = {
    "database": "default", "interactive": False, "app_label": None, "migration_name": None, "fake": False,
    "fake_initial": False, "plan": False, "check_unapplied": False, "run_syncdb": False, "prune": False,
    "skip_checks": True, "traceback": False, "no_color": True, "force_color": False, "stdout": None, "stderr": None,
}  # fmt: skip


def migrate_everything(verbosity: int = 1) -> None:
    """Registry first, then the template of each type, then the tenants; captures the templates when they changed."""
    call_command(DjangoMigrate(), database="control", verbosity=verbosity, interactive=False)
    current = template.fingerprint()
    for tenant_type in template.TYPES:
        if not SchemaTemplate.objects.filter(type=tenant_type, fingerprint=current).exists():
            _migrate_template(tenant_type, verbosity)
            template.capture(tenant_type)
    for schema, tenant_type in Tenant.objects.exclude(state=Tenant.State.DELETED).values_list("schema_name", "type"):
        migrate_schema(schema, tenant_type, verbosity)


def _migrate_template(tenant_type: str, verbosity: int) -> None:
    schema = template.schema_of(tenant_type)
    with owner_connection() as owner:
        if not schema_exists(owner, schema):
            create_schema(owner, schema, with_role=False)
            if tenant_type != template.TYPES[0]:
                template.run_script(owner, template.newest_script(template.TYPES[0]), schema)
    migrate_schema(schema, tenant_type, verbosity)


def migrate_schema(schema: str, tenant_type: str, verbosity: int = 0) -> None:
    """Apply what is missing to one schema, as the owner; nothing when it is up to date."""
    stand_in = FakeTenant(schema, tenant_type)
    with as_owner():
        connection.set_tenant(stand_in)
        try:
            if not _is_behind(tenant_type):
                return
            run_migrations([], {**_OPTIONS, "verbosity": verbosity}, "standard", schema, tenant_type=tenant_type)
            connection.set_tenant(stand_in)
            prune_content_types(tenant_type)
        finally:
            connection.set_schema_to_public()


def _is_behind(tenant_type: str) -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def prune_content_types(tenant_type: str) -> None:
    """Django makes content types of every installed app in every schema: drop those this type does not carry."""
    ContentType.objects.exclude(app_label__in=labels_of(tenant_type)).delete()
    CacheBySchema.clear(ContentType.objects._cache)
