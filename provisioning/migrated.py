"""A database of this release with nobody in it: migrated once, then copied, as template schemas are (ADR 3).

For tests and trials on one cluster, which would otherwise migrate the same again and again.
"""

import hashlib
import json
import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from psycopg import sql

from marque.kit import env
from provisioning import template
from provisioning.bootstrap import CONTROL, OWNER, WEB, administrator, bootstrap

# besides the migrations: what shapes roles, rights and the registry
_SHAPED_BY = ("provisioning", "shared_apps/tenants")
_STEPS = (("-m", "provisioning.bootstrap"), ("manage.py", "migrate", "-v0"))


def copy_into(name: str) -> None:
    """Make a database of this release; raises psycopg's DuplicateDatabase where there is one."""
    bare = f"marque_bare_{release()}"
    with administrator("postgres") as admin:
        admin.execute("SELECT pg_advisory_lock(hashtextextended('marque.migrated', 0))")  # until the connection ends
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [bare]).fetchone():
            _make(admin, bare)
        copy_database(admin, bare, name)


def copy_database(admin: psycopg.Connection, model: str, name: str) -> None:
    """A database like another, file by file: three times as fast as through the log, where nothing must survive."""
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
    admin.execute(statement.format(sql.Identifier(name), sql.Identifier(model)))
    bootstrap(name)  # rights on a database are not copied with it


def release() -> str:
    """Changes with whatever shapes an empty database."""
    return hashlib.sha256(json.dumps(_shape(), sort_keys=True).encode()).hexdigest()[:12]


def _shape() -> dict[str, str]:
    """What shapes an empty database: each migration, ours with what it says, and all the rest as one."""
    rest = hashlib.sha256("\n".join(template.frameworks()).encode())
    for folder in _SHAPED_BY:
        for file in sorted((settings.ROOT / folder).rglob("*.py")):
            # the services around us leave the schemas as they are, and a migration stands for itself
            if not {"local", "migrations"} & set(file.parts):
                rest.update(file.read_bytes())
    ours = {str(file.relative_to(settings.ROOT)): _digest(file.read_bytes()) for file in template.migration_files()}
    return {**dict.fromkeys(template.migrations(), ""), **ours, "": rest.hexdigest()}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _make(admin: psycopg.Connection, bare: str) -> None:
    """From the one before where all it was made of is here unchanged: then only what is new is migrated."""
    draft, shape = f"{bare}_draft", _shape()
    begun = _drop_all_but_one_to_go_on_from(admin, shape)
    if begun:
        copy_database(admin, begun, draft)
    named = {login: urlunsplit(urlsplit(env.text(login))._replace(path=f"/{draft}")) for login in (WEB, OWNER, CONTROL)}
    for step in _STEPS:
        done = subprocess.run(
            [sys.executable, *step], cwd=settings.ROOT, env={**os.environ, **named}, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(step)} failed:\n{done.stdout[-2000:]}\n{done.stderr[-6000:]}")
    says = sql.SQL("COMMENT ON DATABASE {} IS {}")
    admin.execute(says.format(sql.Identifier(draft), sql.Literal(json.dumps(shape))))
    admin.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(bare)))


def _drop_all_but_one_to_go_on_from(admin: psycopg.Connection, shape: dict[str, str]) -> str:
    """The database of an earlier release to which migrations were only added, or none."""
    begun = ""
    for name, says in admin.execute(
        "SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database WHERE datname LIKE 'marque\\_bare\\_%'"
    ).fetchall():
        whole = says and not name.endswith("_draft")
        if whole and not begun and json.loads(says).items() <= shape.items():
            begun = name
        else:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    return begun
