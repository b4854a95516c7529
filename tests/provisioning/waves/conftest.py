"""A fleet of its own: a copy of the model database, and an app whose next migration is being written."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from psycopg import sql

from provisioning.schemas import drop_schema, owner_parameters
from shared_apps.tenants.models import Tenant
from tenant_apps import people
from tests import databases
from tests.provisioning.trial import make

LATER = """
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("people", "{before}")]
    operations = [{operations}]
    {said}
"""


TRIALS = ("trial-1", "trial-2", "trial-3")


@pytest.fixture(scope="session")
def fleet_model(django_db_setup, django_db_blocker) -> Iterator[str]:
    """A database with platform, okafor, other and three trials, to be copied for each test."""
    with django_db_blocker.unblock():
        with databases.copy_of(databases.model(), f"{databases.in_use()}_waves_model", keep=True) as name:
            for slug in TRIALS:
                make(slug)
        yield name
        now = databases.in_use()
        databases.use(name)
        for tenant in Tenant.objects.filter(slug__in=TRIALS):
            drop_schema(tenant.schema_name)
        databases.use(now)
        databases.drop(name)


@pytest.fixture
def fleet(fleet_model, real_commits, db, tmp_path, settings) -> Iterator[SimpleNamespace]:
    """Platform, okafor, other and three trials, in a database that is thrown away."""
    with databases.copy_of(fleet_model, f"{databases.in_use()}_waves"):
        yield SimpleNamespace(slugs=["okafor", "other", *TRIALS], later=_later(tmp_path, settings))
        # roles belong to the cluster: those of the model stay, those of what a test made go with it
        for tenant in Tenant.objects.filter(slug__startswith="trial").exclude(slug__in=TRIALS):
            drop_schema(tenant.schema_name)
    sys.path[:] = [place for place in sys.path if place != str(tmp_path)]
    for module in [module for module in sys.modules if module.startswith("later_people")]:
        del sys.modules[module]


def _later(folder: Path, settings) -> Callable[..., None]:
    """Write the next migration of people, beside a copy of those it has."""
    copy = folder / "later_people"
    shutil.copytree(Path(people.__file__).parent / "migrations", copy)
    newest = sorted(path.stem for path in copy.glob("0*.py"))[-1]

    def write(operations: str, said: str = "") -> None:
        (copy / "9001_later.py").write_text(LATER.format(before=newest, operations=operations, said=said))
        sys.path.insert(0, str(folder))
        settings.MIGRATION_MODULES = {"people": "later_people"}

    return write


def column_in(slugs: list[str], table: str = "people_person", column: str = "nickname") -> dict[str, bool]:
    """Whether each business's table has the column."""
    found = {}
    with psycopg.connect(**owner_parameters()) as owner:
        for row in Tenant.objects.filter(slug__in=slugs):
            answer = owner.execute(
                "SELECT count(*) FROM information_schema.columns"
                " WHERE table_schema = %s AND table_name = %s AND column_name = %s",
                [row.schema_name, table, column],
            ).fetchone()
            found[row.slug] = answer[0] == 1
    return found


def as_owner_in(slug: str, statement: str) -> None:
    """Do something to one business's schema that the wave does not expect."""
    with psycopg.connect(**owner_parameters()) as owner:
        schema = Tenant.objects.get(slug=slug).schema_name
        owner.execute(sql.SQL("SET search_path = {}").format(sql.Identifier(schema)))
        owner.execute(statement)
