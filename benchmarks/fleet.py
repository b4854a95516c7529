"""A thousand tenants on one machine: making them, migrating them, serving them. Takes them away again.

`python -m benchmarks.fleet [TENANTS]`
"""

import http.client
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

from benchmarks.ground import own_database
from benchmarks.servers import Server, children, served

STOCK, BATCH, PRODUCTION_SPARES = 5, 25, 10
_COLUMN = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("people", "{before}")]
    operations = [migrations.AddField("person", "nickname", models.CharField(max_length=50, default="", blank=True))]
"""


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    os.environ["SPARE_SCHEMAS"] = str(BATCH)
    with own_database("marque_fleet"):
        from provisioning.migrations import migrate_everything
        from provisioning.tenants import create_platform

        migrate_everything(verbosity=0)
        create_platform(host="localhost", name="Marque", by="benchmark")
        slugs = _create(count)
        _serve(slugs)
        _migrate(count)


def _timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _create(count: int) -> list[str]:
    from django.db import connections

    from provisioning.blueprints import Owner
    from provisioning.spares import refill
    from provisioning.tenants import create_tenant

    slugs, took, spares = [f"bench-{number:05}" for number in range(count)], [], 0.0
    for number, slug in enumerate(slugs):
        if number % BATCH == 0:
            spares += _timed(refill)
        owner = Owner(email=f"owner@{slug}.example", verified=True)
        took.append(_timed(lambda s=slug, o=owner: create_tenant(slug=s, name=s, by="benchmark", owner=o)))
        connections["default"].close()  # to the pool, as a worker does after each task
    hundredths = quantiles(took, n=100)
    print(f"creating {count} tenants    p50 {median(took):.2f} s   p99 {hundredths[98]:.2f} s   most {max(took):.2f} s")
    print(f"  their schemas, ahead   {spares / count:.2f} s each, in batches of {BATCH}", flush=True)
    return slugs


def _serve(slugs: list[str]) -> None:
    began = datetime.now(UTC)  # our own connections, which made the tenants, are older
    with served("marque.config.wsgi:application", PAGE_CACHE="0") as server:
        first = _pages(server, slugs[:10])
        few = _memory(server, began)
        _pages(server, slugs)
        last = _pages(server, slugs[-10:])
        many = _memory(server, began)
    print(f"first page, not cached   tenants 1 to 10 {first:.0f} ms   the last ten of {len(slugs)} {last:.0f} ms")
    for name in few:
        print(f"memory of {name:14} after 10 tenants {few[name]:.0f} MB   after {len(slugs)} {many[name]:.0f} MB")


def _pages(server: Server, slugs: list[str]) -> float:
    """The median of each tenant's front page, in milliseconds."""
    took = []
    for slug in slugs:
        connection = http.client.HTTPConnection(server.address, timeout=60)
        started = time.perf_counter()
        connection.request("GET", "/", headers={"Host": f"{slug}.localhost"})
        answer = connection.getresponse()
        answer.read()
        took.append((time.perf_counter() - started) * 1000)
        connection.close()
        if answer.status != http.client.OK:
            raise SystemExit(f"{slug} answered {answer.status}.")
    return median(took)


def _memory(server: Server, since: datetime) -> dict[str, float]:
    """The largest web process and the largest of its Postgres backends, without what is shared, in MB."""
    from provisioning.bootstrap import administrator

    query = "SELECT pid FROM pg_stat_activity WHERE usename = 'marque_web' AND backend_start >= %s"
    with administrator("postgres") as admin:
        backends = [row[0] for row in admin.execute(query, [since]).fetchall()]
    return {"a web process": max(map(_anonymous, children(server.pid))), "a backend": max(map(_anonymous, backends))}


def _anonymous(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("RssAnon"))


def _migrate(count: int) -> None:
    from django.conf import settings

    from provisioning.waves.run import run_wave

    settings.SPARE_SCHEMAS = PRODUCTION_SPARES
    nothing = _timed(lambda: run_wave(by="benchmark"))
    stock = _stock() * count
    _compare("nothing to do", nothing, stock, "≥ 50, and at most 10 s")
    folder = Path(tempfile.mkdtemp())
    try:
        _write_later(folder)
        stock = _stock() * count  # brings these few to the new version
        steps: list[tuple[float, str]] = []
        column = _timed(
            lambda: run_wave(by="benchmark", jobs=2, progress=lambda step: steps.append((time.perf_counter(), step)))
        )
    finally:
        shutil.rmtree(folder)
    _compare("one column", column, stock, "≥ 20")
    tenants = [moment for moment, step in steps if step.startswith("Migrated")]
    print(f"  of that, the tenants one after the other {tenants[-1] - tenants[1]:.1f} s, the rest is paid once a wave")


def _compare(what: str, ours: float, stock: float, goal: str) -> None:
    print(
        f"migrate, {what:14}  {ours:.1f} s   migrate_schemas {stock:.0f} s   {stock / ours:.0f} times faster ({goal})"
    )


def _stock() -> float:
    """Seconds a tenant takes by django-tenants' own command, from a few of them."""
    from django_tenants.migration_executors.base import run_migrations

    from marque.kit.tenancy.ownership import as_owner
    from provisioning.waves.schema import OPTIONS
    from shared_apps.tenants.models import Tenant

    schemas = list(Tenant.objects.businesses().order_by("slug").values_list("schema_name", flat=True)[:STOCK])
    with as_owner():
        started = time.perf_counter()
        for schema in schemas:
            run_migrations([], {**OPTIONS, "verbosity": 0}, "standard", schema, tenant_type="business")
        return (time.perf_counter() - started) / len(schemas)


def _write_later(folder: Path) -> None:
    """A release with one more column: the migrations of people, and one after them."""
    from django.conf import settings

    import tenant_apps.people

    copy = folder / "later_people"
    shutil.copytree(Path(tenant_apps.people.__file__).parent / "migrations", copy)
    newest = sorted(path.stem for path in copy.glob("0*.py"))[-1]
    (copy / "9001_later.py").write_text(_COLUMN.format(before=newest))
    sys.path.insert(0, str(folder))
    settings.MIGRATION_MODULES = {"people": "later_people"}


if __name__ == "__main__":
    main()
