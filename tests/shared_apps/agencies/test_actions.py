"""Agencies: written down, limited, their people and businesses."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connections, transaction

from marque.kit.errors import Refused
from shared_apps.agencies import actions
from shared_apps.agencies.errors import AgencyClosed, AlreadyMember, AtLimit, BadAgency, BadLimit, HeldElsewhere
from shared_apps.agencies.models import Agency
from shared_apps.agencies.queries import places_taken, tenants_of
from shared_apps.operations import actions as operations
from shared_apps.operations.models import AuditEntry, Operation
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.names import BadSlug


def create(**fields):
    return actions.create_agency(**{"slug": "northwind", "name": "Northwind", "limit": 3, "by": "tests"} | fields)


@pytest.mark.parametrize(
    ("fields", "refusal", "field"),
    [
        ({"slug": "Admin"}, BadSlug, "slug"),
        ({"name": " "}, BadAgency, "name"),
        ({"limit": -1}, BadLimit, "limit"),
        ({"limit": 100_001}, BadLimit, "limit"),
    ],
)
def test_create_agency_refuses_bad_input_by_field(db, fields, refusal, field):
    with pytest.raises(refusal) as refused:
        create(**fields)

    assert refused.value.field == field
    assert not Agency.objects.exists()


def test_create_agency_refuses_a_taken_slug(northwind):
    with pytest.raises(BadAgency, match="There already is an agency “northwind”"):
        create()


def test_set_limit_is_recorded(northwind):
    actions.set_limit(agency=northwind, limit=50, by="cli:olu")

    entry = AuditEntry.objects.order_by("-id").first()
    assert (entry.action, entry.target, entry.data) == ("agency.limit", "northwind", {"from": 3, "to": 50})


def test_take_places_counts_businesses_and_what_is_being_made(northwind, okafor):
    actions.hold_tenant(agency=northwind, tenant=Tenant.objects.get(id=okafor.id), by="tests")
    for slug in ("one", "two"):
        operations.ask(kind="tenant.create", by="tests", payload={"slugs": [slug]}, agency_id=northwind.id)

    with pytest.raises(AtLimit, match="Northwind has 3 of the 3 businesses"):
        actions.take_places(agency=northwind, slugs={"three"})
    assert actions.take_places(agency=northwind, slugs={"two"}) == northwind


def test_a_failed_create_gives_its_place_back(northwind):
    operation = operations.ask(kind="tenant.create", by="tests", payload={"slugs": ["one"]}, agency_id=northwind.id)
    operations.fail(operation=operation, error="The address was taken.")

    assert places_taken(northwind) == set()


def test_a_suspended_agency_takes_no_place(northwind):
    actions.set_agency_state(agency=northwind, state=Agency.State.SUSPENDED, by="tests", reason="unpaid")

    with pytest.raises(AgencyClosed):
        actions.take_places(agency=northwind, slugs={"one"})


def test_hold_tenant_refuses_anothers(northwind, okafor):
    row = Tenant.objects.get(id=okafor.id)
    newest = AuditEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0
    actions.hold_tenant(agency=northwind, tenant=row, by="tests")
    actions.hold_tenant(agency=northwind, tenant=row, by="tests")

    with pytest.raises(HeldElsewhere):
        actions.hold_tenant(agency=create(slug="southwind"), tenant=row, by="tests")
    assert [tenant.slug for tenant in tenants_of(northwind)] == ["okafor"]
    assert AuditEntry.objects.filter(action="agency.hold", data__agency="northwind", id__gt=newest).count() == 1


def test_a_person_works_at_one_agency(northwind):
    key = uuid4()
    actions.add_person(agency=northwind, user_key=key, email="ann@northwind.example", by="tests")

    with pytest.raises(AlreadyMember):
        actions.add_person(agency=create(slug="southwind"), user_key=key, email="ann@northwind.example", by="tests")
    actions.remove_person(agency=northwind, email="ANN@northwind.example", by="tests")
    assert not northwind.people.exists()


@pytest.fixture
def committed(real_commits):
    """An agency other connections see."""
    agency = create(slug="race-agency")
    yield agency
    Operation.objects.filter(agency_id=agency.id).delete()
    agency.delete()


def test_ten_places_taken_at_once_stay_below_the_limit(committed):
    def attempt(number: int) -> bool:
        try:
            with transaction.atomic(using="control"):
                actions.take_places(agency=committed, slugs={f"race-{number}"})
                operations.ask(
                    kind="tenant.create", by="tests", payload={"slugs": [f"race-{number}"]}, agency_id=committed.id
                )
        except Refused:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(10) as pool:
        made = list(pool.map(attempt, range(10)))

    assert sum(made) == 3
