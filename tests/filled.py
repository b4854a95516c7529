"""A database that holds what takes long to make: filled once by a worker, copied for each test that asks for it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.test import override_settings
from psycopg import sql

from marque.kit.tenancy.context import role_of
from provisioning.bootstrap import administrator
from provisioning.schemas import let_use, owner_connection
from shared_apps.tenants import resolve
from shared_apps.tenants.models import Tenant
from tests import databases


@dataclass(frozen=True)
class Filled:
    """A database, the folder with its media and its vault, what `fill` was told, and the schemas that were made."""

    name: str
    home: Path
    told: Any
    schemas: list[str]


def fill(home: Path, act: Callable[[], Any]) -> Filled:
    """Let `act` fill a copy of the model, with real commits; `home` names it."""
    known = set(Tenant.objects.values_list("schema_name", flat=True))
    folders = {name: home / name for name in ("MEDIA_ROOT", "VAULT_ROOT")}
    for folder in folders.values():
        folder.mkdir()
    made_here = override_settings(**folders, CELERY_TASK_ALWAYS_EAGER=True)
    with databases.copy_of(databases.model(), f"{databases.in_use()}_{home.name}", keep=True) as copy, made_here:
        _forget()
        told = act()
        schemas = list(Tenant.objects.exclude(schema_name__in=known).values_list("schema_name", flat=True))
    # roles belong to the cluster: one that had rights in here could not be dropped by a test that drops its tenant
    with administrator(copy) as admin:
        for role in (sql.Identifier(role_of(schema)) for schema in schemas):
            admin.execute(sql.SQL("DROP OWNED BY {0}; DROP ROLE {0}").format(role))
    return Filled(copy, home, told, schemas)


@contextmanager
def opened(filled: Filled) -> Iterator[Any]:
    """Work in a copy of it and of its files; what `fill` was told."""
    with databases.copy_of(filled.name, f"{databases.in_use()}_opened"):
        with owner_connection() as owner:
            for schema in filled.schemas:
                let_use(owner, role=role_of(schema), schema=schema)
        _forget()
        shutil.copytree(filled.home / "VAULT_ROOT", settings.VAULT_ROOT, dirs_exist_ok=True)
        yield take(filled)
    _forget()


@contextmanager
def entered(filled: Filled) -> Iterator[None]:
    """Work in the database itself, for tests that roll back what they do."""
    before = databases.in_use()
    databases.use(filled.name)
    _forget()
    yield
    databases.use(before)
    _forget()


def take(filled: Filled) -> Any:
    """Its media where this test has its own, and nothing of another test in a cache; what `fill` was told."""
    _forget()
    shutil.copytree(filled.home / "MEDIA_ROOT", settings.MEDIA_ROOT, dirs_exist_ok=True)
    return deepcopy(filled.told)


def _forget() -> None:
    """Tenants have the same ids in every copy."""
    resolve._cache.clear()
    for cache in caches.all():
        cache.clear()
