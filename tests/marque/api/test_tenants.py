"""An agency runs its businesses over HTTP."""

import pytest

from shared_apps.operations.models import AuditEntry, Operation
from shared_apps.tenants import actions
from shared_apps.tenants.models import Tenant
from tests.marque.api.conftest import agency_with

NEW = {"slug": "trial-school", "name": "Trial School", "owner": "ann@example.com"}


def test_list_shows_the_agencys_own_alone(north, south):
    answer = north.call("get", "/tenants/")

    assert answer.status_code == 200
    assert [row["slug"] for row in answer.data["results"]] == ["okafor"]


@pytest.mark.parametrize(("query", "found"), [("q=OKA", 1), ("q=nobody", 0), ("state=active", 1), ("state=deleted", 0)])
def test_list_is_filtered(north, query, found):
    assert len(north.call("get", f"/tenants/?{query}").data["results"]) == found


def test_list_refuses_an_unknown_state(north):
    answer = north.call("get", "/tenants/?state=asleep")

    assert (answer.status_code, answer.data["error"]["field"], answer.data["error"]["code"]) == (
        400,
        "state",
        "invalid",
    )


def test_list_is_paged(program, okafor, other):
    agency = agency_with("westwind", "okafor")
    agency_with_two = program(agency)
    from shared_apps.agencies.actions import hold_tenant

    hold_tenant(agency=agency, tenant=Tenant.objects.get(id=other.id), by="tests")

    first = agency_with_two.call("get", "/tenants/?limit=1").data
    second = agency_with_two.client.get(first["next"]).data

    assert [row["slug"] for row in first["results"] + second["results"]] == ["other", "okafor"]
    assert second["next"] is None


def test_show_is_one_business(north):
    shown = north.call("get", "/tenants/okafor/").data

    assert (shown["slug"], shown["state"], shown["domain"]) == ("okafor", "active", "okafor.localhost")
    assert "schema_name" not in shown


def test_create_answers_with_an_operation(north):
    answer = north.call("post", "/tenants/", NEW)

    operation = Operation.objects.get()
    assert (answer.status_code, answer.data["state"]) == (202, "waiting")
    assert answer["Location"] == f"/api/v1/operations/{operation.id}/"
    assert (operation.agency_id, operation.actor) == (north.agency.id, f"agency:northwind/{north.token[:12]}")
    assert north.client.get(answer["Location"]).data["kind"] == "tenant.create"


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"slug": "okafor"}, 422, "slug"),
        ({"slug": 't"; DROP SCHEMA public; --'}, 422, "slug"),
        ({"slug": "Admin"}, 422, "slug"),
        ({"owner": "nobody"}, 400, "owner"),
        ({"blueprint": "castle"}, 422, "blueprint"),
        ({"domain": "192.0.2.1"}, 422, "domain"),
        ({"nmae": "x"}, 400, "nmae"),
        ({"name": None}, 400, "name"),
    ],
)
def test_create_refuses_bad_input_by_field(north, change, status, field):
    answer = north.call("post", "/tenants/", NEW | change)

    assert (answer.status_code, answer.data["error"]["field"]) == (status, field)
    assert not Operation.objects.exists()


def test_create_is_refused_at_the_limit(program, okafor):
    small = program(agency_with("small-agency", "okafor", limit=1))

    answer = small.call("post", "/tenants/", NEW)

    assert answer.status_code == 422
    assert answer.data["error"]["code"] == "at_limit"
    assert answer.data["error"]["message"].startswith("Small-Agency has 1 of the 1 businesses its plan allows.")


def test_a_body_that_is_no_json_is_refused_in_the_same_shape(north):
    answer = north.client.generic("POST", "/api/v1/tenants/", "{", content_type="application/json")

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "parse_error")


def test_suspend_and_resume(north, okafor):
    closed = north.call("put", "/tenants/okafor/suspension/", {"reason": "Moving house"})
    opened = north.call("delete", "/tenants/okafor/suspension/")

    assert (closed.data["state"], closed.data["reason"], opened.data["state"]) == (
        "suspended",
        "Moving house",
        "active",
    )
    actors = AuditEntry.objects.filter(tenant_id=okafor.id).order_by("id").values_list("actor", "action")
    assert list(actors)[-2:] == [
        (f"agency:northwind/{north.token[:12]}", f"tenant.{s}") for s in ("suspended", "active")
    ]


def test_what_the_platform_suspended_stays_suspended(north, okafor):
    actions.change_state(tenant=Tenant.objects.get(id=okafor.id), state="suspended", by="olu@example.com")

    answer = north.call("delete", "/tenants/okafor/suspension/")

    assert (answer.status_code, answer.data["error"]["code"]) == (422, "not_yours")
    assert Tenant.objects.get(id=okafor.id).state == "suspended"


@pytest.mark.parametrize("noun", ["archive", "deletion"])
def test_archive_and_delete_are_undone(north, noun):
    done = north.call("put", f"/tenants/okafor/{noun}/")
    undone = north.call("delete", f"/tenants/okafor/{noun}/")

    assert done.data["state"] == {"archive": "archived", "deletion": "deleted"}[noun]
    assert undone.data["state"] == "active"


def test_a_state_that_does_not_follow_is_a_conflict(north):
    north.call("put", "/tenants/okafor/deletion/")

    assert north.call("put", "/tenants/okafor/suspension/").status_code == 409


def test_rename_answers_with_an_operation(north, okafor):
    answer = north.call("put", "/tenants/okafor/address/", {"slug": "okafor-school"})

    assert (answer.status_code, answer.data["kind"]) == (202, "tenant.rename")
    assert Operation.objects.get().tenant_id == okafor.id


def test_domains_are_added_shown_and_removed(north):
    added = north.call("post", "/tenants/okafor/domains/", {"domain": "Learn.Okafor.co"})
    rows = north.call("get", "/tenants/okafor/domains/").data
    removed = north.call("delete", "/tenants/okafor/domains/learn.okafor.co/")

    assert (added.status_code, added.data["domain"], added.data["state"]) == (201, "learn.okafor.co", "waiting")
    assert [(row["domain"], row["primary"]) for row in rows] == [("okafor.localhost", True), ("learn.okafor.co", False)]
    assert removed.status_code == 204
    assert north.call("get", "/tenants/okafor/domains/learn.okafor.co/").status_code == 404


def test_a_domain_that_does_not_lead_here_is_not_made_primary(north):
    north.call("post", "/tenants/okafor/domains/", {"domain": "learn.okafor.co"})

    answer = north.call("put", "/tenants/okafor/domains/learn.okafor.co/primary/")

    assert (answer.status_code, answer.data["error"]["code"]) == (422, "not_connected")


@pytest.mark.parametrize(
    ("method", "place", "kind"), [("put", "verification", "domain.verify"), ("post", "checks", "domain.check")]
)
def test_the_dns_is_asked_by_a_worker(north, method, place, kind):
    answer = north.call(method, f"/tenants/okafor/domains/okafor.localhost/{place}/")

    assert (answer.status_code, answer.data["kind"]) == (202, kind)


def test_another_agencys_blueprint_is_unknown(north):
    answer = north.call("post", "/tenants/", NEW | {"blueprint": "southwind/spring"})

    assert (answer.status_code, answer.data["error"]["field"]) == (422, "blueprint")
    assert "southwind" not in answer.data["error"]["message"]


def test_a_blueprint_is_saved_on_the_agencys_own_shelf(north):
    answer = north.call("post", "/tenants/okafor/blueprints/", {"name": "spring"})

    assert answer.status_code == 202
    assert Operation.objects.get().payload["name"] == "northwind/spring"


def test_every_writing_call_is_audited_with_agency_and_token(north):
    north.call("put", "/tenants/okafor/suspension/")

    entry = AuditEntry.objects.filter(action="api.put").get()
    assert (entry.target, entry.data["agency"], entry.data["token_name"]) == (
        "/api/v1/tenants/okafor/suspension/", "northwind", "ci",
    )  # fmt: skip


def test_a_deleted_business_comes_back_only_where_there_is_room(program, okafor):
    small = program(agency_with("small-agency", "okafor", limit=1))
    small.call("put", "/tenants/okafor/deletion/")
    made = small.call("post", "/tenants/", {"slug": "trial-next", "name": "Next", "owner": "ann@example.com"})

    answer = small.call("delete", "/tenants/okafor/deletion/")

    assert made.status_code == 202
    assert (answer.status_code, answer.data["error"]["code"]) == (422, "at_limit")
    assert Tenant.objects.get(slug="okafor").state == "deleted"
