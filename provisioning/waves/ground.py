"""What stands before the tenants: the registry and the templates."""

from collections.abc import Callable

from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from marque.kit.tenancy.router import is_registry
from provisioning import template
from provisioning.waves.schema import migrate_template
from shared_apps.tenants.models import SchemaTemplate


def migrate_registry(progress: Callable[[str], None]) -> None:
    """Bring the public schema to this release; the tenants' apps have nothing there, and would take as long again."""
    executor = MigrationExecutor(connections["control"])
    executor.loader.check_consistent_history(executor.connection)
    targets = [node for node in executor.loader.graph.leaf_nodes() if is_registry(node[0])]
    if executor.migration_plan(targets):
        progress("Migrating the registry")
        executor.migrate(targets)


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
