"""A new tenant: our way (template replay) against django-tenants' (migrations into an empty schema)."""

import time
from statistics import median
from typing import Any
from uuid import uuid4

from benchmarks import world

FAST = 5


def main() -> None:
    """Measure and print."""
    world.prepare()
    fast, first_page = zip(*(_ours(f"bench-{uuid4().hex[:8]}") for _turn in range(FAST)), strict=True)
    replay = [_replay() for _turn in range(FAST)]
    slow = _by_migrations()
    print(f"schema by migrations     {slow:7.2f} s   (django-tenants' default)")
    print(f"schema by replay         {median(replay):7.2f} s   {slow / median(replay):.0f} times faster (≥ 20)")
    print(f"a whole tenant           {median(fast):7.2f} s   schema, role, roles, owner, site, domain")
    print(f"until its first page     {median(first_page):7.2f} s   (≤ 2)")


def _ours(slug: str) -> tuple[float, float]:
    from django.test import Client

    from provisioning.blueprints import Owner
    from provisioning.tenants import create_tenant
    from shared_apps.tenants.models import Tenant

    owner = Owner(email="owner@example.com", name="Ida", password=uuid4().hex)
    started = time.perf_counter()
    tenant = create_tenant(slug=slug, name="Bench", by="benchmark", owner=owner)
    made = time.perf_counter() - started
    answer = Client(headers={"host": f"{slug}.localhost"}).get("/")
    shown = time.perf_counter() - started
    if answer.status_code != 200:
        raise SystemExit(f"The new tenant's first page answered {answer.status_code}.")
    _forget(Tenant.objects.get(id=tenant.id))
    return made, shown


def _forget(row: Any) -> None:
    from provisioning.schemas import drop_schema
    from shared_apps.tenants.actions import forget_tenant

    drop_schema(row.schema_name)
    # one that was served is archived, not forgotten; this one never had anything to lose
    row.state = row.State.PROVISIONING
    row.save(update_fields=["state"])
    forget_tenant(tenant=row, by="benchmark", reason="measured")


def _replay() -> float:
    from provisioning.schemas import drop_schema
    from provisioning.template import replay
    from shared_apps.tenants.names import new_schema_name

    schema = new_schema_name()
    started = time.perf_counter()
    replay("business", schema)
    took = time.perf_counter() - started
    drop_schema(schema)
    return took


def _by_migrations() -> float:
    from provisioning.schemas import create_schema, drop_schema, owner_connection
    from provisioning.waves.schema import migrate_schema
    from shared_apps.tenants.names import new_schema_name

    schema = new_schema_name()
    started = time.perf_counter()
    with owner_connection() as connection:
        create_schema(connection, schema)
    migrate_schema(schema, "business")
    took = time.perf_counter() - started
    drop_schema(schema)
    return took


if __name__ == "__main__":
    main()
