"""The tenants of a wave, by what their schemas are at."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from provisioning.schemas import only_one, owner_connection, schema_exists
from provisioning.waves.by_django import plan_for
from provisioning.waves.plan import Plan
from provisioning.waves.versions import versions
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.renaming import adopt_schema_name


@dataclass
class Group:
    """Tenants of one type at one version: what one of them lacks, all lack."""

    version: str
    tenants: list[Tenant] = field(default_factory=list)

    @cached_property
    def plan(self) -> Plan:
        """What they lack; asked of the first."""
        return plan_for(self.tenants[0].as_current())

    def described(self) -> dict[str, Any]:
        """What is to be done for them, for people and programs to read."""
        return {
            "type": self.plan.tenant_type,
            "tenants": len(self.tenants),
            "migrations": self.plan.names,
            "replayed": self.plan.replayable,
            "can_wait": self.plan.can_wait,
        }


def split() -> tuple[list[Group], list[Group]]:
    """The groups that lack something, and those that lack nothing."""
    groups = groups_of(everyone())
    return [group for group in groups if group.plan.migrations], [
        group for group in groups if not group.plan.migrations
    ]


def groups_of(tenants: Iterable[Tenant]) -> list[Group]:
    """The tenants whose schemas are there, by type and version; one that is being made right now is left out."""
    rows = list(tenants)
    with owner_connection() as owner:
        found = versions(owner, [row.schema_name for row in rows])
    groups: dict[tuple[str, str], Group] = {}
    for row in rows:
        if row.schema_name in found:
            version = found[row.schema_name]
            groups.setdefault((row.type, version), Group(version)).tenants.append(row)
    return list(groups.values())


def everyone() -> Iterable[Tenant]:
    """Every tenant that has a schema or is getting one, oldest first; a deleted one may come back."""
    return Tenant.objects.order_by("created_at", "id").prefetch_related("domains")


def find_moved() -> None:
    """Look for tenants where their schemas are: a renaming may have been cut off after the schema had its new name.

    While a wave keeps others out, nobody is renaming.
    """
    with owner_connection() as owner:
        for row in Tenant.objects.exclude(next_schema_name=""):
            if schema_exists(owner, row.next_schema_name):
                adopt_schema_name(tenant=row)


def wait_for_births(progress: Callable[[str], None]) -> None:
    """Until those that began before the templates were captured have schemas to be seen, or are given up."""
    for slug in Tenant.objects.filter(state=Tenant.State.PROVISIONING).values_list("slug", flat=True):
        progress(f"Waiting for {slug}")
        with only_one(f"tenant:{slug}"):
            pass


def version_of(tenant: Tenant) -> str:
    """What its schema is at now, under the name it has now."""
    tenant.refresh_from_db(fields=["schema_name", "next_schema_name"])
    with owner_connection() as owner:
        found = versions(owner, [tenant.schema_name])
    return found.get(tenant.schema_name, "")
