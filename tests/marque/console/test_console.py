"""Operators, and nobody else, run the platform from its console."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import enter
from provisioning.schemas import drop_schema
from provisioning.tasks import sweep
from shared_apps.operations.models import AuditEntry, Operation
from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.models import Role, User


def test_the_list_shows_state_domain_and_size(operator, okafor, other):
    Tenant.objects.filter(slug="other").update(last_active_at=timezone.now())

    page = operator.get("/console/")

    assert page.status_code == 200
    assert [tenant.slug for tenant, _size in page.context["rows"]] == ["other", "okafor"]
    assert all(size > 1_000_000 for _tenant, size in page.context["rows"])
    assert "okafor.localhost" in page.text


def test_the_list_is_searched(operator, okafor, other):
    page = operator.get("/console/?q=OKA")

    assert [tenant.slug for tenant, _size in page.context["rows"]] == ["okafor"]


def test_a_search_with_a_null_byte_is_answered(operator, okafor):
    assert operator.get("/console/?q=oka%00").status_code == 200


def test_the_list_says_when_nothing_matches(operator, okafor):
    assert "No business matches" in operator.get("/console/?q=nobody").text


@pytest.mark.parametrize("path", ["/console/", "/console/audit/", "/console/tenants/new/", "/console/tenants/okafor/"])
def test_strangers_are_sent_to_sign_in_and_others_refused(path, platform, okafor, client_for):
    client = client_for(platform)
    assert client.get(path).status_code == 302
    with enter(platform):
        client.force_login(User.objects.create_user("ann@example.com"))

    assert client.get(path).status_code == 403
    assert client_for(okafor).get(path).status_code == 404


def test_suspending_closes_the_site_and_is_recorded(operator, okafor, client_for):
    operator.post("/console/tenants/okafor/suspension/", {"reason": "Unpaid since May"})

    assert client_for(okafor).get("/").status_code == 503
    entry = AuditEntry.objects.order_by("-id").first()
    assert (entry.actor, entry.action, entry.reason) == ("olu@example.com", "tenant.suspended", "Unpaid since May")


def test_suspending_needs_a_reason(operator, okafor):
    answer = operator.post("/console/tenants/okafor/suspension/", {"reason": ""})

    assert answer.status_code == 422
    assert Tenant.objects.get(id=okafor.id).state == "active"


def test_resuming_opens_it_again(operator, okafor, client_for):
    operator.post("/console/tenants/okafor/suspension/", {"reason": "Unpaid"})
    operator.post("/console/tenants/okafor/resumption/")

    assert Tenant.objects.get(id=okafor.id).state == "active"


def test_a_taken_address_is_refused_by_field(operator, okafor):
    form = {"name": "Another", "slug": "okafor", "owner_email": "a@example.com", "blueprint": "academy"}

    answer = operator.post("/console/tenants/new/", form)

    assert answer.status_code == 422
    assert answer.context["form"].errors["slug"] == ["“okafor” is taken. Choose another address."]
    assert not Operation.objects.exists()


@pytest.fixture
def made(real_commits):
    yield
    Operation.objects.all().delete()
    for tenant in Tenant.objects.filter(slug="trial-school"):
        drop_schema(tenant.schema_name)
        tenant.delete()


def test_sign_up_makes_a_school_and_leads_into_its_studio(platform, client_for, made):
    client = client_for(platform)
    form = {"owner_name": "Ann Ito", "owner_email": "ann@example.com", "name": "Trial School", "slug": "trial-school"}

    page = client.post("/sign-up/", form | {"blueprint": "academy"}, follow=True)

    tenant = Tenant.objects.get(slug="trial-school").as_current()
    assert page.status_code == 200
    assert "Trial School is open at trial-school.localhost" in page.text
    studio = client_for(tenant).get(page.context["studio"])
    assert studio.status_code == 200
    with enter(tenant):
        assert User.objects.get().roles.get().role == Role.OWNER


def test_sign_up_progress_is_for_the_browser_that_asked(platform, client_for):
    operation = Operation.objects.create(kind="tenant.create", actor="x", payload={"owner_email": "a@example.com"})

    assert client_for(platform).get(f"/sign-up/{operation.id}/").status_code == 404


def forgotten(slug: str = "trial-school") -> Operation:
    wanted = {"slug": slug, "name": "Trial", "owner_email": "ann@example.com", "owner_name": "", "blueprint": "academy"}
    operation = Operation.objects.create(kind="tenant.create", actor="ann@example.com", payload=wanted)
    Operation.objects.filter(id=operation.id).update(created_at=timezone.now() - timedelta(minutes=1))
    return operation


def test_the_sweep_makes_what_a_lost_message_left_behind(made):
    operation = forgotten()

    sweep()

    operation.refresh_from_db()
    assert operation.result == {"slug": "trial-school", "domain": "trial-school.localhost"}


def test_an_operation_whose_worker_died_at_the_end_is_finished_not_refused(made):
    operation = forgotten()
    sweep()
    Operation.objects.filter(id=operation.id).update(
        finished_at=None, heartbeat_at=timezone.now() - timedelta(minutes=3)
    )

    sweep()

    operation.refresh_from_db()
    assert operation.error == ""
    assert operation.finished_at
    with enter(Tenant.objects.get(slug="trial-school").as_current()):
        assert SentEmail.objects.filter(purpose="studio-ready").count() == 1
