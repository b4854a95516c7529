"""The registry's writes: refused clearly, recorded, idempotent."""

import pytest

from shared_apps.operations.models import AuditEntry
from shared_apps.tenants import actions
from shared_apps.tenants.hosts import BadDomain
from shared_apps.tenants.models import Domain, Tenant
from shared_apps.tenants.names import BadSlug


@pytest.fixture
def row(okafor) -> Tenant:
    return Tenant.objects.get(id=okafor.id)


def test_register_tenant_refuses_a_taken_slug(okafor):
    with pytest.raises(BadSlug, match="“okafor” is taken"):
        actions.register_tenant(slug="okafor", name="Another", by="tests")


def test_register_tenant_refuses_a_blank_name(db):
    with pytest.raises(actions.BadName):
        actions.register_tenant(slug="northlight", name="  ", by="tests")


def test_register_tenant_with_a_domain_makes_it_primary(db):
    tenant = actions.register_tenant(slug="northlight", name="North Light", by="tests", domain="northlight.art")

    assert sorted(tenant.domains.values_list("domain", "is_primary")) == [
        ("northlight.art", True),
        ("northlight.localhost", False),
    ]


def test_add_domain_refuses_a_taken_one_in_any_case(row, other):
    with pytest.raises(BadDomain, match="already in use"):
        actions.add_domain(tenant=row, domain="Taken.example.com", by="tests") and actions.add_domain(
            tenant=Tenant.objects.get(id=other.id), domain="taken.EXAMPLE.com", by="tests"
        )


def test_make_primary_demotes_the_first(row):
    actions.add_domain(tenant=row, domain="learn.okafor.co", by="tests")

    actions.make_primary(tenant=row, domain="learn.okafor.co", by="tests")

    assert list(Domain.objects.filter(tenant=row, is_primary=True).values_list("domain", flat=True)) == [
        "learn.okafor.co"
    ]


def test_change_state_twice_is_recorded_once(row):
    for _ in range(2):
        actions.change_state(tenant=row, state=Tenant.State.SUSPENDED, by="olu@platform", reason="unpaid")

    entries = AuditEntry.objects.filter(tenant_id=row.id, action="tenant.suspended")
    assert list(entries.values_list("actor", "reason")) == [("olu@platform", "unpaid")]


def test_change_state_refuses_what_cannot_follow(row):
    with pytest.raises(actions.WrongState, match="active can't become archived"):
        actions.change_state(tenant=row, state=Tenant.State.ARCHIVED, by="tests")


def test_an_audit_entry_is_never_changed(row):
    actions.change_state(tenant=row, state=Tenant.State.SUSPENDED, by="tests")
    entry = AuditEntry.objects.filter(tenant_id=row.id).first()

    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()
