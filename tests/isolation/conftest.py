"""What the walks share."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.utils import timezone

from marque.kit import clock
from marque.kit.tenancy.context import CurrentTenant, enter
from shared_apps.tenants.models import Tenant
from tests import databases
from tests.filled import Filled, entered, fill, take
from tests.isolation.seeding import move_sequences, seed

MARKS = {"okafor": "Zebra", "other": "Heron"}


@pytest.fixture
def one_moment() -> Iterator[None]:
    """Signed addresses carry the time, and pages the year: two answers of different seconds would differ by it."""
    with clock.fixed(timezone.now()):
        yield


@pytest.fixture(scope="module")
def filled_businesses(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Filled]:
    """Both businesses full of rows, in a database that the tests of a module share: each rolls back what it did."""
    with django_db_blocker.unblock():
        filled = fill(tmp_path_factory.mktemp("walk"), _fill_both)
        with entered(filled):
            yield filled
        databases.drop(filled.name)


def _fill_both() -> dict[str, SimpleNamespace]:
    return {slug: _fill(Tenant.objects.prefetch_related("domains").get(slug=slug).as_current()) for slug in MARKS}


def _fill(tenant: CurrentTenant) -> SimpleNamespace:
    with enter(tenant):
        if tenant.slug == "okafor":
            move_sequences()
        return seed(MARKS[tenant.slug])


@pytest.fixture
def told(filled_businesses, settings) -> dict[str, SimpleNamespace]:
    """The rows of each business, by its slug."""
    return take(filled_businesses)


@pytest.fixture
def foreign(told, okafor) -> SimpleNamespace:
    """What belongs to okafor: none of it may be seen on the other's host."""
    return told["okafor"]


@pytest.fixture
def own(told, other) -> SimpleNamespace:
    """What belongs to the other tenant, where the walk goes."""
    return told["other"]
