"""The registry's writes: refused clearly, recorded, idempotent."""

import pytest

from shared_apps.operations.models import AuditEntry
from shared_apps.tenants import actions
from shared_apps.tenants.hosts import BadDomain
from shared_apps.tenants.models import Tenant
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


def test_register_tenant_with_a_domain_lives_at_its_subdomain_until_that_leads_here(db):
    tenant = actions.register_tenant(slug="northlight", name="North Light", by="tests", domain="northlight.art")

    assert sorted((row.domain, row.is_primary, row.state) for row in tenant.domains.all()) == [
        ("northlight.art", False, "waiting"),
        ("northlight.localhost", True, "own"),
    ]
    assert tenant.domains.get(domain="northlight.art").primary_asked_at


def test_register_tenant_refuses_a_malformed_domain_and_keeps_nothing(db):
    with pytest.raises(BadDomain):
        actions.register_tenant(slug="northlight", name="North Light", by="tests", domain="192.0.2.7")

    assert not Tenant.objects.filter(slug="northlight").exists()


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
