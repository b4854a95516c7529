"""The model: a database and a folder of files with the demo in them, made once per release and copied for each run."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from psycopg import sql

from provisioning import migrated, template
from provisioning.bootstrap import administrator
from provisioning.local.fingerprint import fingerprint

ROOT = Path(__file__).resolve().parents[3]
LOGINS = ("DATABASE_URL", "DATABASE_CONTROL_URL", "DATABASE_OWNER_URL")
# what decides how the demo's rows come out, besides the migrations
SHAPED_BY = ("provisioning/*.py", "provisioning/demo/**/*", "provisioning/blueprints/**/*", "page_builder/starters/*")


def environment(database: str, data: Path) -> dict[str, str]:
    """Our own environment, on another database, with another folder and a Redis of its own."""
    named = {login: _on(os.environ[login], database) for login in LOGINS}
    redis = urlunsplit(urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{_redis_number()}"))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    return {
        **kept,
        **named,
        "REDIS_URL": redis,
        "MARQUE_MODE": "test",
        "MARQUE_DATA": str(data),
        "PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}",
        "CELERY_EAGER": "0",
        "PAGE_CACHE": "1",
    }


@contextmanager
def copied(name: str, data: Path) -> Iterator[None]:
    """A copy of the model for one run: database `name`, files in `data`. Nothing of it is left afterwards."""
    with administrator("postgres") as admin:
        admin.execute("SELECT pg_advisory_lock(4712)")  # another run may be making the model
        _sweep_runs(admin)
        model, files = _model(admin)
        migrated.copy_database(admin, model, name)
    shutil.copytree(files, data, dirs_exist_ok=True)
    made_here = _Roles(name)
    try:
        yield
    finally:
        made_here.note()
        with administrator("postgres") as admin:
            _drop(admin, name)
            made_here.drop(admin)
        shutil.rmtree(data, ignore_errors=True)


class _Roles:
    """The roles of tenants that a run adds: they belong to the cluster and outlive the database."""

    def __init__(self, database: str) -> None:
        self.database = database
        self.before, self.after = self._schemas(), set[str]()

    def note(self) -> None:
        """Remember which tenants there are at the end."""
        self.after = self._schemas()

    def drop(self, admin: object) -> None:
        """Drop the roles of tenants that were not there at the beginning."""
        for schema in self.after - self.before:
            admin.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(f"r_{schema}")))

    def _schemas(self) -> set[str]:
        with administrator(self.database) as admin:
            return {row[0] for row in admin.execute("SELECT schema_name FROM public.tenants_tenant")}


def follow_port(database: str, port: int) -> None:
    """Let every tenant's own addresses carry the port of this run."""
    with administrator(database) as admin:
        found = admin.execute(
            "SELECT table_schema FROM information_schema.tables WHERE table_name = 'wagtailcore_site'"
        )
        for (schema,) in found.fetchall():
            admin.execute(sql.SQL("UPDATE {}.wagtailcore_site SET port = %s").format(sql.Identifier(schema)), [port])


def run(arguments: tuple[str, ...], env: Mapping[str, str]) -> str:
    """Run Python with these arguments; what it printed. A failure shows what it said."""
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=dict(env), capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(arguments)} failed:\n{done.stdout[-2000:]}\n{done.stderr[-6000:]}"
    return done.stdout


def _model(admin: object) -> tuple[str, Path]:
    """The model's database and folder, made where they are missing or of another release."""
    shaped = {path for pattern in SHAPED_BY for path in ROOT.glob(pattern) if _shapes(path)}
    release = fingerprint({*shaped, Path(__file__)}, ROOT, template.fingerprint())[:12]
    name, folder = f"marque_journeys_{release}", _home() / f"model-{release}"
    exists = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    if exists and folder.is_dir():
        return name, folder
    _sweep(admin)
    draft, files = f"{name}_draft", folder.with_suffix(".draft")
    files.mkdir(parents=True)
    env = environment(draft, files)
    migrated.copy_into(draft)
    run(("manage.py", "seed_demo"), env)
    admin.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name)))
    return name, files.rename(folder)


def _sweep(admin: object) -> None:
    """Remove the models of releases past, and drafts that came to nothing."""
    for (name,) in admin.execute(
        r"SELECT datname FROM pg_database WHERE datname LIKE 'marque\_journeys\_%'"
    ).fetchall():
        _drop(admin, name)
    for folder in _home().glob("model-*"):
        shutil.rmtree(folder)


def _sweep_runs(admin: object) -> None:
    """Remove what a killed run left: its process is gone, its database and folder are not."""
    for (name,) in admin.execute(r"SELECT datname FROM pg_database WHERE datname LIKE 'marque\_run\_%'").fetchall():
        run = name.rpartition("_")[2]
        if not Path(f"/proc/{run}").exists():
            _drop(admin, name)
            shutil.rmtree(_home() / f"run-{run}", ignore_errors=True)


def _home() -> Path:
    return Path(os.environ["MARQUE_DATA"]) / "journeys"


def _redis_number() -> int:
    """Counted down from the last: the other tests of each xdist worker count up from the first."""
    return 15 - int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


def _drop(admin: object, name: str) -> None:
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _shapes(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts


def _on(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))
