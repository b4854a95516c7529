"""A database of a benchmark's own, thrown away afterwards with every role it brought."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

if TYPE_CHECKING:
    from marque.kit.tenancy.context import CurrentTenant

_LOGINS = ("DATABASE_URL", "DATABASE_CONTROL_URL", "DATABASE_OWNER_URL")


@contextmanager
def own_database(name: str) -> Iterator[None]:
    """Point every login at a fresh database, in this process and its children; Django is set up inside."""
    for login in _LOGINS:
        os.environ[login] = urlunsplit(urlsplit(os.environ[login])._replace(path=f"/{name}"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marque.config.settings")
    import django

    django.setup()
    _drop(name)
    from provisioning.bootstrap import bootstrap

    bootstrap(name)
    try:
        yield
    finally:
        _drop(name)


def empty_business() -> CurrentTenant:
    """A migrated database with the platform and one business, ann@bench.example's."""
    from provisioning.blueprints import Owner
    from provisioning.migrations import migrate_everything
    from provisioning.tenants import create_platform, create_tenant

    migrate_everything(verbosity=0)
    create_platform(host="localhost", name="Marque", by="benchmark")
    return create_tenant(slug="bench", name="Bench", by="benchmark", owner=Owner(email="ann@bench.example"))


def _drop(name: str) -> None:
    from django.db import connections
    from psycopg import sql

    from provisioning.bootstrap import administrator

    for connection in connections.all():
        connection.close()
        if getattr(connection, "pool", None):
            connection.close_pool()
    with administrator("postgres") as admin:
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        with administrator(name) as inside:
            query = r"SELECT 'r_' || nspname FROM pg_namespace WHERE nspname LIKE 't\_%'"
            roles = [row[0] for row in inside.execute(query).fetchall()]
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        for role in roles:
            admin.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))
