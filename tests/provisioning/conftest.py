"""A school full of rows of every kind, with real commits: what is streamed is read from outside of a transaction."""

from collections.abc import Callable, Iterator

import pytest

from marque.kit.tenancy.context import CurrentTenant, enter
from provisioning import files
from provisioning.blueprints import Owner
from provisioning.schemas import drop_schema, owner_connection
from provisioning.tenants import create_tenant
from shared_apps.copies.models import Backup, Drill, Fork, KeptSchema, OwnCapsule
from shared_apps.operations.models import Operation
from shared_apps.tenants.models import Tenant
from tests import databases
from tests.filled import Filled, fill, opened
from tests.isolation.seeding import seed


@pytest.fixture
def apart(real_commits, settings, tmp_path) -> None:
    """Real commits, a vault of the test's own, and work that is done at once."""
    settings.VAULT_ROOT = tmp_path / "vault"
    settings.CELERY_TASK_ALWAYS_EAGER = True


@pytest.fixture
def swept(apart) -> Iterator[None]:
    """Take away what a test leaves in the registry, the schemas and the vault."""
    yield
    sweep("school")


def sweep(name: str) -> None:
    """Every tenant whose slug begins so, and what was kept of any; their roles, too, which belong to the cluster."""
    for row in Tenant.objects.filter(slug__startswith=name):
        drop_schema(row.schema_name)
        row.delete()
    for kept in KeptSchema.objects.all():
        drop_schema(kept.schema_name)
    for model in (Drill, Backup, Fork, KeptSchema, OwnCapsule, Operation):
        model.objects.all().delete()


@pytest.fixture(scope="session")
def filled_school(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Filled]:
    """The school, made once."""
    with django_db_blocker.unblock():
        filled = fill(tmp_path_factory.mktemp("school"), _found_school)
        yield filled
        databases.drop(filled.name)


def _found_school() -> CurrentTenant:
    tenant = create_tenant(slug="school", name="Quill School", by="tests", owner=Owner(**databases.ALICE.__dict__))
    with enter(tenant):
        seed("Quill")
    return tenant


@pytest.fixture
def school(filled_school, apart) -> Iterator[CurrentTenant]:
    """A small school, every word of which says Quill, in a database of the test's own."""
    with opened(filled_school) as tenant:
        yield tenant
        sweep("school")


@pytest.fixture
def count_schemas() -> Callable[[], int]:
    """How many schemas there are: whether something was left."""

    def count() -> int:
        with owner_connection() as owner:
            return owner.execute("SELECT count(*) FROM pg_namespace").fetchone()[0]

    return count


@pytest.fixture
def media_of() -> Callable[[CurrentTenant], dict[str, str]]:
    """A tenant's files by path, with what they hold."""

    def read(tenant: CurrentTenant) -> dict[str, str]:
        with enter(tenant):
            return {path: _digest(path) for path in files.paths()}

    return read


def _digest(path: str) -> str:
    with files.open_file(path) as file:
        return files.digest(file)
