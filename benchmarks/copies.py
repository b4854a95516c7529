"""A tenant with many rows and much media: forked, exported, imported, against `pg_dump | psql` and `cp`.

`python -m benchmarks.copies [ROWS [MEGABYTES]]`
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from benchmarks.ground import own_database

ROWS, MEGABYTES, FILES = 100_000, 1024, 64
_PEOPLE = """
    INSERT INTO {}.people_person (key, created_at, email, name, time_zone, language)
    SELECT gen_random_uuid(), now(), 'p' || n || '@example.test', 'Person ' || n, 'Europe/Vienna', 'en'
    FROM generate_series(1, %s) n
"""


def main() -> None:
    """Measure and print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    megabytes = int(sys.argv[2]) if len(sys.argv) > 2 else MEGABYTES  # noqa: PLR2004 (the second word)
    with tempfile.TemporaryDirectory(prefix="marque-copies-") as home:
        os.environ["MARQUE_DATA"] = home
        with own_database("marque_copies"):
            folder = _grow(rows, megabytes)
            print(f"{rows:,} rows, {megabytes:,} MB of media in {FILES} files")
            _measure(rows, Path(home), folder)


def _grow(rows: int, megabytes: int) -> Path:
    """A platform and a business with so much in it; where its files are."""
    from psycopg import sql

    from marque.kit.tenancy.context import enter
    from provisioning import files
    from provisioning.blueprints import Owner
    from provisioning.migrations import migrate_everything
    from provisioning.schemas import owner_connection
    from provisioning.tenants import create_platform, create_tenant

    migrate_everything(verbosity=0)
    create_platform(host="localhost", name="Marque", by="benchmark")
    tenant = create_tenant(slug="bench", name="Bench", by="benchmark", owner=Owner(email="ann@bench.example"))
    with owner_connection() as owner:
        owner.execute(sql.SQL(_PEOPLE).format(sql.Identifier(tenant.schema_name)), [rows])
    with owner_connection() as owner:
        owner.execute(sql.SQL("ANALYZE {}.people_person").format(sql.Identifier(tenant.schema_name)))
    with enter(tenant):
        for number in range(FILES):
            size = megabytes * (1 << 20) // FILES
            files.write_file(f"private/film-{number:03}.mp4", (os.urandom(1 << 20) for _piece in range(size >> 20)))
        return files.place_of("")


def _measure(rows: int, home: Path, media: Path) -> None:
    from provisioning.capsule.sending import export_tenant
    from provisioning.capsule.taking_in import import_capsule
    from provisioning.forks.making import fork_tenant
    from shared_apps.tenants.models import Tenant

    row, capsule = Tenant.objects.get(slug="bench"), home / "bench.capsule"
    dump = _timed(lambda: _dump_and_restore(row.schema_name))
    copied = _timed(lambda: shutil.copytree(media, home / "copied"))
    shutil.rmtree(home / "copied")
    fork = _timed(lambda: fork_tenant(tenant=row, slug="fork", by="benchmark"))
    masked = _timed(lambda: fork_tenant(tenant=row, slug="masked", by="benchmark", mask=True))
    out = _timed(lambda: export_tenant(row=row, target=capsule, by="benchmark", progress=lambda step: None))
    back = _timed(lambda: import_capsule(path=capsule, slug="back", by="benchmark"))

    print(f"pg_dump | psql        {dump:6.1f} s   {rows / dump:8,.0f} rows/s   (and cp -r of the media {copied:.1f} s)")
    for what, took in (("fork", fork), ("fork, masked", masked), ("capsule, export", out), ("capsule, import", back)):
        share = (dump + copied) / took
        print(f"{what:20}  {took:6.1f} s   {rows / took:8,.0f} rows/s   {share:.2f} of both together")
    print(f"the capsule           {capsule.stat().st_size / (1 << 20):,.0f} MB")


def _timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _dump_and_restore(schema: str) -> None:
    """One schema into a database beside, as an administrator would by hand."""
    from psycopg import sql

    from provisioning.bootstrap import administrator
    from provisioning.local.account import Account
    from provisioning.local.binaries import postgres_bin

    programs, url = postgres_bin(Account()), os.environ["DATABASE_ADMIN_URL"]
    there = sql.Identifier("marque_copies_there")
    with administrator("postgres") as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(there))
    try:
        source, target = (urlunsplit(urlsplit(url)._replace(path=f"/marque_copies{end}")) for end in ("", "_there"))
        dump = subprocess.Popen([programs / "pg_dump", "-n", schema, source], stdout=subprocess.PIPE)
        subprocess.run([programs / "psql", "-qX", target], stdin=dump.stdout, stdout=subprocess.DEVNULL, check=True)
        if dump.wait():
            raise SystemExit("pg_dump failed.")
    finally:
        with administrator("postgres") as admin:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(there))


if __name__ == "__main__":
    main()
