"""Archived, deleted, restored: what the registry says, and what visitors see."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from marque.kit.tenancy.context import enter
from marque.kit.tenancy.directory import all_tenants, tenant_by_id
from shared_apps.operations.models import AuditEntry
from shared_apps.tenants import actions, lifecycle
from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.actions import assign_role, register
from tenant_apps.accounts.models import Role


@pytest.fixture
def row(okafor) -> Tenant:
    return Tenant.objects.get(id=okafor.id)


@pytest.fixture
def visitor(okafor, client_for) -> Client:
    return client_for(okafor)


def test_an_archived_business_is_gone_for_visitors_in_its_own_brand(row, visitor):
    lifecycle.archive_tenant(tenant=row, by="tests")

    answer = visitor.get("/courses/")

    assert answer.status_code == 410
    assert "Okafor is closed" in answer.text
    assert "Marque" not in answer.text


def test_no_browser_keeps_the_notice_beyond_a_restoration(row, visitor):
    lifecycle.archive_tenant(tenant=row, by="tests")

    assert visitor.get("/")["Cache-Control"] == "no-store"


def test_an_archived_business_rests(row, okafor):
    lifecycle.archive_tenant(tenant=row, by="tests")

    assert okafor.slug not in [tenant.slug for tenant in all_tenants()]
    assert tenant_by_id(okafor.id) is None


@pytest.mark.parametrize(("role", "status"), [(Role.OWNER, 200), (Role.STAFF, 410)])
def test_the_studio_of_an_archived_business_lets_its_owner_take_everything_along(row, okafor, visitor, role, status):
    with enter(okafor):
        user = register(email="dana@example.com", name="Dana", verified=True)
        assign_role(user=user, role=role, by=None)
        visitor.force_login(user)
    lifecycle.archive_tenant(tenant=row, by="tests", reason="Moved on")

    page = visitor.get("/studio/")

    assert page.status_code == status
    assert ("Okafor is archived" in page.text) is (role == Role.OWNER)
    assert visitor.get("/studio/pages/").status_code == status


def test_a_deleted_business_is_unknown_to_visitors(row, visitor):
    lifecycle.delete_tenant(tenant=row, by="tests")

    assert visitor.get("/").status_code == 404


def test_delete_twice_is_recorded_once_and_keeps_its_date(row):
    first = lifecycle.delete_tenant(tenant=row, by="olu", reason="Asked by mail")

    second = lifecycle.delete_tenant(tenant=row, by="olu", reason="Again")

    assert first.purge_after == second.purge_after > timezone.now() + timedelta(days=29)
    entries = AuditEntry.objects.filter(tenant_id=row.id, action="tenant.deleted")
    assert list(entries.values_list("actor", "reason")) == [("olu", "Asked by mail")]


@pytest.mark.parametrize("state", ["active", "suspended"])
def test_restore_brings_back_what_it_was(row, visitor, state):
    actions.change_state(tenant=row, state=state, by="tests")
    lifecycle.archive_tenant(tenant=row, by="tests")
    lifecycle.delete_tenant(tenant=row, by="tests")

    back = lifecycle.restore_tenant(tenant=row, by="tests")

    assert (back.state, back.purge_after) == (state, None)
    assert visitor.get("/").status_code == {"active": 200, "suspended": 503}[state]


def test_restore_after_the_grace_is_refused(row):
    lifecycle.delete_tenant(tenant=row, by="tests")
    lifecycle.end_grace(tenant=row, by="tests")

    with pytest.raises(lifecycle.GraceOver):
        lifecycle.restore_tenant(tenant=row, by="tests")


def test_restore_of_a_suspended_business_is_refused(row):
    actions.change_state(tenant=row, state="suspended", by="tests")

    with pytest.raises(actions.WrongState, match="a suspended one is resumed"):
        lifecycle.restore_tenant(tenant=row, by="tests")


@pytest.mark.parametrize("act", [lifecycle.archive_tenant, lifecycle.delete_tenant])
def test_the_platform_stays(platform, act):
    with pytest.raises(actions.WrongState, match="The platform itself"):
        act(tenant=Tenant.objects.get(id=platform.id), by="tests")


def test_a_living_business_is_not_purged(row):
    with pytest.raises(lifecycle.StillKept):
        lifecycle.strike_out(tenant=row, by="tests")


def test_a_business_in_maintenance_answers_503_everywhere(row, visitor):
    Tenant.objects.filter(id=row.id).update(maintenance_since=timezone.now())

    answer = visitor.get("/studio/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "300")
    assert "Back soon" in answer.text
    assert tenant_by_id(row.id) is None
