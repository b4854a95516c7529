"""Test databases: one template database per release holds three tenants; each worker works on a copy (DESIGN §11)."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.db import connections
from psycopg import sql

from provisioning import migrated
from provisioning.blueprints import Owner
from provisioning.bootstrap import administrator
from provisioning.tenants import create_platform, create_tenant

PASSWORD = "correct-horse-battery"  # noqa: S105
CAST = ("okafor", "other")
ALICE = Owner(email="alice@example.com", name="Alice", password=PASSWORD, verified=True)


def prepare() -> str:
    """A fresh copy of the template database, in use on both aliases; its name."""
    copy = f"marque_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with administrator("postgres") as admin:
        admin.execute("SELECT pg_advisory_lock(4711)")  # workers wait for the one that builds the model
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [model()]).fetchone():
            _build(admin, model())
    _copy(model(), copy)
    use(copy)
    own_redis()
    return copy


def model() -> str:
    """The template database, with platform, okafor and other."""
    return f"marque_model_{_release()}"


@contextmanager
def copy_of(like: str, name: str, *, keep: bool = False) -> Iterator[str]:
    """Work in a copy of a database nobody is in; afterwards where we were, the copy dropped or kept as a model."""
    before = in_use()
    _copy(like, name)
    use(name)
    try:
        yield name
    finally:
        use(before)
        if not keep:
            drop(name)


def in_use() -> str:
    """The name of the database both aliases are on."""
    return str(connections["default"].settings_dict["NAME"])


def _copy(like: str, name: str) -> None:
    with administrator("postgres") as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        migrated.copy_database(admin, like, name)


def own_redis() -> None:
    """Give each worker a Redis database of its own, and one to a run without any, which `bin/test` has beside them.

    Tenants have the same ids in every copy: what one had cached would be shown in the other.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    number = int(worker.removeprefix("gw")) + 2 if worker else 1
    for alias, cache in settings.CACHES.items():
        cache["LOCATION"] = f"{settings.REDIS_URL.rsplit('/', 1)[0]}/{number}"
        # one that collecting the tests has opened already would stay where it is, in this thread alone
        with suppress(AttributeError):
            del caches[alias]


def _build(admin: object, model: str) -> None:
    draft = f"{model}_draft"
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(draft)))
    migrated.copy_into(draft)
    use(draft)
    create_platform(host="platform.test", name="Marque", by="tests")
    for slug in CAST:
        create_tenant(slug=slug, name=slug.title(), by="tests", owner=ALICE, blueprint="blank")
    use("postgres")
    admin.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(model)))


def drop(name: str) -> None:
    """Drop a copy that nobody works in any more."""
    with administrator("postgres") as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def use(name: str) -> None:
    """Point both aliases at a database, closing what was open."""
    for connection in connections.all():
        connection.close()
        if getattr(connection, "pool", None):
            connection.close_pool()
        connection.settings_dict["NAME"] = name
        # a test is one transaction on both aliases, of which one may have nothing to do for long; and machines are busy
        options = connection.settings_dict["OPTIONS"]
        patient = options["options"].replace("session_timeout=15000", "session_timeout=0")
        options["options"] = patient.replace("statement_timeout=5000", "statement_timeout=30000")
        options["pool"] = {**options["pool"], "timeout": 60}


def _release() -> str:
    return hashlib.sha256(migrated.release().encode() + Path(__file__).read_bytes()).hexdigest()[:12]
