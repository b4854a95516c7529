"""Operators archive, delete, restore, rename and try again, each with a reason, by a worker."""

import pytest
from django.utils import timezone

from marque.kit.tenancy.context import enter
from shared_apps.operations.models import AuditEntry, Operation
from shared_apps.releases.actions import note_failure, start_wave
from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.models import User

HOME = "/console/tenants/okafor/"


@pytest.mark.parametrize("name", ["renaming", "archival", "deletion", "restoration", "migration"])
def test_each_act_has_a_page_for_operators_alone(operator, okafor, platform, client_for, name):
    assert operator.get(f"{HOME}{name}/").status_code == 200

    stranger = client_for(platform)
    assert stranger.get(f"{HOME}{name}/").status_code == 302
    with enter(platform):
        stranger.force_login(User.objects.create_user("ann@example.com"))
    assert stranger.post(f"{HOME}{name}/", {"reason": "Fun"}).status_code == 403
    assert operator.get(f"/console/tenants/nobody/{name}/").status_code == 404
    assert not Operation.objects.exists()


def test_archiving_is_asked_for_with_a_reason(operator, okafor, django_capture_on_commit_callbacks):
    assert operator.post(f"{HOME}archival/", {"reason": ""}).status_code == 422

    answer = operator.post(f"{HOME}archival/", {"reason": "Retired"})

    operation = Operation.objects.get()
    assert answer.url == f"/console/operations/{operation.id}/"
    assert (operation.kind, operation.actor, operation.payload["reason"]) == (
        "tenant.archive",
        "olu@example.com",
        "Retired",
    )


def test_a_worker_carries_it_out(operator, okafor):
    from provisioning.operations import run

    for name, state in (("archival", "archived"), ("deletion", "deleted"), ("restoration", "active")):
        operator.post(f"{HOME}{name}/", {"reason": "Asked by mail", "confirm": "okafor"})
        operation = Operation.objects.order_by("-created_at").first()
        run(str(operation.id))
        assert Tenant.objects.get(slug="okafor").state == state
        assert "Done." in operator.get(f"/console/operations/{operation.id}/").text

    entry = AuditEntry.objects.filter(tenant_id=okafor.id).order_by("-id").first()
    assert (entry.actor, entry.action, entry.reason) == ("olu@example.com", "tenant.restored", "Asked by mail")


def test_deleting_needs_the_address_typed(operator, okafor):
    answer = operator.post(f"{HOME}deletion/", {"reason": "Asked", "confirm": "okafo"})

    assert answer.status_code == 422
    assert answer.context["form"].errors["confirm"] == ["Type “okafor”."]


def test_renaming_to_a_taken_address_is_refused_by_field(operator, okafor, other):
    answer = operator.post(f"{HOME}renaming/", {"reason": "Asked", "slug": "other"})

    assert answer.context["form"].errors["slug"] == ["“other” is taken. Choose another address."]


def test_the_page_offers_what_the_state_allows(operator, okafor):
    shown = {act.name for act in operator.get(HOME).context["acts"]}
    Tenant.objects.filter(id=okafor.id).update(state="deleted", purge_after=timezone.now())

    assert shown == {"renaming", "archival", "deletion"}
    assert {act.name for act in operator.get(HOME).context["acts"]} == {"restoration"}


def test_the_last_wave_shows_each_failure_with_its_error(operator, okafor):
    assert "No wave yet" in operator.get("/console/waves/").text
    wave = start_wave(release="f" * 64, canaries=[], by="olu")
    row = Tenant.objects.get(id=okafor.id)
    note_failure(tenant=row, applied="a" * 32, error='column "nickname" already exists', wave=wave, served=False)

    page = operator.get("/console/waves/")

    assert "column &quot;nickname&quot; already exists" in page.text
    assert "In maintenance" in page.text
    assert f'href="{HOME}migration/"' in page.text
