"""Fixtures everybody uses: two businesses and the platform, their clients, and a tenant to be in."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import caches
from django.db import connections
from django.db.models import Max
from django.test import Client

from marque.kit.facts.models import Delivery
from marque.kit.facts.sweep import deliver_pending
from marque.kit.tenancy.context import CurrentTenant, enter
from shared_apps.integrations import resilience
from shared_apps.operations.models import AuditEntry
from shared_apps.tenants import resolve
from shared_apps.tenants.models import Tenant
from tests import databases, examples
from tests.doubles.mux import MuxDouble
from tests.doubles.stripe import StripeDouble

examples.begin()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test may use both aliases, inside a transaction that is rolled back. Journeys have a site of their own."""
    for item in items:
        if "tests/journeys" in item.path.as_posix():
            item.add_marker(pytest.mark.journey)
        elif not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db(databases=["default", "control"]))


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker) -> Iterator[None]:
    """Replace pytest-django's own, which would migrate with a login that may not."""
    with django_db_blocker.unblock():
        name = databases.prepare()
    yield
    with django_db_blocker.unblock():
        databases.use("postgres")
        databases.drop(name)


@pytest.fixture(autouse=True)
def _clean(settings, tmp_path) -> None:
    """Files in a folder of the test's own; no cached host or page from another test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    resolve._cache.clear()
    resolve._next_check = 0.0
    caches["control"].clear()


def _tenant(slug: str) -> CurrentTenant:
    return Tenant.objects.prefetch_related("domains").get(slug=slug).as_current()


@pytest.fixture
def okafor(db) -> CurrentTenant:
    """The business most tests work in."""
    return _tenant("okafor")


@pytest.fixture
def other(db) -> CurrentTenant:
    """Another business, whose data must never show."""
    return _tenant("other")


@pytest.fixture
def platform(db) -> CurrentTenant:
    """The platform's own tenant."""
    return _tenant("platform")


@pytest.fixture
def in_okafor(okafor: CurrentTenant) -> Iterator[CurrentTenant]:
    """Run the test inside okafor."""
    with enter(okafor):
        yield okafor


@pytest.fixture
def client_for() -> Callable[[CurrentTenant], Client]:
    """A browser on a tenant's own host."""
    return lambda tenant: Client(headers={"host": tenant.domain})


@pytest.fixture
def real_commits(monkeypatch) -> Iterator[None]:
    """Leave the test's transaction: for what only real COMMITs show. The test removes what it wrote, we its audit."""
    kept = {alias: connections[alias] for alias in ("default", "control")}
    for alias in kept:
        del connections[alias]
    before = AuditEntry.objects.aggregate(last=Max("id"))["last"] or 0
    yield
    AuditEntry.objects.filter(id__gt=before)._raw_delete("control")
    for alias, connection in kept.items():
        connections[alias].close()
        connections[alias] = connection


@pytest.fixture
def deliver_facts() -> Callable[[], int]:
    """Run every pending delivery of the current tenant, and what those publish; a failing one fails the test."""

    def deliver() -> int:
        done = deliver_pending()
        assert [f"{late}: {late.last_error}" for late in Delivery.objects.exclude(last_error="")] == []
        return done

    return deliver


@pytest.fixture
def patient(monkeypatch) -> None:
    """No breaker left open by another test, and no waiting between tries."""
    monkeypatch.setattr(resilience, "_breakers", {})
    monkeypatch.setitem(resilience.call.__kwdefaults__, "sleep", lambda seconds: None)


@pytest.fixture
def stripe_double(settings, patient) -> Iterator[StripeDouble]:
    """Stripe, as we are told where it is; nothing that either side said may be strange to Stripe's own types."""
    with StripeDouble() as running:
        settings.STRIPE_API = running.url
        yield running
    assert running.drifts == []


@pytest.fixture
def mux(settings, patient) -> Iterator[MuxDouble]:
    """Mux, as we are told where it is."""
    with MuxDouble() as running:
        settings.MUX_API = running.url
        yield running
