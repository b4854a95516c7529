"""What stands before the tenants: the registry and the templates."""

from collections.abc import Callable

from django.core.management import call_command
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from provisioning import template
from provisioning.waves.schema import migrate_template
from shared_apps.tenants.models import SchemaTemplate


def migrate_registry(progress: Callable[[str], None]) -> None:
    """Bring the public schema to this release; nothing is asked of Django's command when it is there already."""
    executor = MigrationExecutor(connections["control"])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        progress("Migrating the registry")
        call_command(DjangoMigrate(), database="control", verbosity=0, interactive=False)


def stale_templates() -> list[str]:
    """Types whose template is of an earlier release."""
    current = template.fingerprint()
    there = set(SchemaTemplate.objects.filter(fingerprint=current).values_list("type", flat=True))
    return [tenant_type for tenant_type in template.TYPES if tenant_type not in there]


def migrate_templates(stale: list[str], progress: Callable[[str], None]) -> None:
    """Migrate the template schemas; new tenants still get the earlier release, if there is one, until the capture."""
    for tenant_type in stale:
        progress(f"Migrating the template of a {tenant_type}")
        migrate_template(tenant_type)
        if not SchemaTemplate.objects.filter(type=tenant_type).exists():
            template.capture(tenant_type)


def capture_templates(stale: list[str], progress: Callable[[str], None]) -> None:
    """Let new tenants be of this release from now on."""
    for tenant_type in stale:
        progress(f"Capturing the template of a {tenant_type}")
        template.capture(tenant_type)
