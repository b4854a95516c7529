"""Businesses as files, over HTTP: planned, applied, within the limit, the agency's own alone."""

import pytest

from provisioning.kinds.manifests import plan
from provisioning.operations import run
from provisioning.schemas import drop_schema
from shared_apps.agencies.models import Agency, AnsweredCall
from shared_apps.agencies.queries import tenants_of
from shared_apps.operations.models import Operation
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.names import BadSlug
from tests.marque.api.conftest import agency_with

TWO = """
tenant: trial-one
name: One
owner: ann@example.com
---
tenant: trial-two
name: Two
owner: ann@example.com
"""


def test_a_business_is_written_down(north):
    text = north.call("get", "/tenants/okafor/manifest/").data["manifest"]

    assert "tenant: okafor" in text


def test_apply_answers_with_an_operation(north, monkeypatch):
    answer = north.call("post", "/manifests/applications/", {"manifest": TWO})

    assert (answer.status_code, answer.data["kind"]) == (202, "manifest.apply")
    assert Operation.objects.get().payload["slugs"] == ["trial-one", "trial-two"]


def test_apply_counts_against_the_limit(program, okafor):
    small = program(agency_with("small-agency", "okafor", limit=2))

    answer = small.call("post", "/manifests/applications/", {"manifest": TWO})

    assert (answer.status_code, answer.data["error"]["code"]) == (422, "at_limit")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("tenant: other\n", "bad_slug"),
        ("tenant: okafor\ncastles: []\n", "bad_manifest"),
        ("a: &a [*a]", "bad_manifest"),
        ("", "invalid"),
    ],
)
@pytest.mark.parametrize("verb", ["plans", "applications"])
def test_a_bad_manifest_is_refused_at_once(north, text, code, verb):
    answer = north.call("post", f"/manifests/{verb}/", {"manifest": text})

    assert answer.data["error"]["code"] == code
    assert not Operation.objects.exists()


@pytest.fixture
def committed(real_commits, program, platform, monkeypatch):
    """A program whose operations the test runs itself."""
    monkeypatch.setattr("provisioning.tasks.run_operation.delay", lambda _id: None)
    mine = program(agency_with("trial-agency", limit=3))
    yield mine
    Operation.objects.filter(agency_id=mine.agency.id).delete()
    AnsweredCall.objects.all().delete()
    for tenant in Tenant.objects.filter(slug__startswith="trial"):
        drop_schema(tenant.schema_name)
        tenant.delete()
    Agency.objects.all().delete()


def carried_out(answer, program) -> dict:
    run(answer.data["id"])
    return program.call("get", f"/operations/{answer.data['id']}/").data


def test_two_businesses_are_planned_made_and_held_and_one_is_copied(committed):
    planned = carried_out(committed.call("post", "/manifests/plans/", {"manifest": TWO}), committed)
    applied = carried_out(committed.call("post", "/manifests/applications/", {"manifest": TWO}), committed)
    again = carried_out(committed.call("post", "/manifests/applications/", {"manifest": TWO}), committed)
    copy = committed.call("post", "/tenants/trial-one/forks/", {"slug": "trial-copy", "mask": True})
    copied = carried_out(copy, committed)

    assert [plan["new"] for plan in planned["result"]["plans"]] == [True, True], planned
    assert [one["created"] for one in applied["result"]["applied"]] == [True, True], applied
    assert [one["created"] for one in again["result"]["applied"]] == [False, False], again
    assert copied["result"] == {"slug": "trial-copy", "domain": "trial-copy.localhost", "masked": True}, copied
    assert {row.slug for row in tenants_of(committed.agency)} == {"trial-one", "trial-two", "trial-copy"}


def test_what_somebody_else_made_meanwhile_stays_theirs(committed):
    asked = committed.call("post", "/manifests/applications/", {"manifest": TWO})
    stranger = Tenant.objects.create(slug="trial-two", name="Theirs", state="active")

    done = carried_out(asked, committed)

    assert (done["state"], done["error"]) == ("failed", "“trial-two” is taken. Choose another address.")
    assert done["result"] == {"code": "bad_slug"}
    assert not hasattr(Tenant.objects.get(id=stranger.id), "holding")


def test_a_plan_says_nothing_of_what_somebody_else_made_meanwhile(north, other):
    asked = north.call("post", "/manifests/plans/", {"manifest": TWO})
    Tenant.objects.filter(id=other.id).update(slug="trial-two")

    operation = Operation.objects.get(id=asked.data["id"])

    with pytest.raises(BadSlug, match="“trial-two” is taken"):
        plan(payload=operation.payload, by=operation.actor, progress=lambda step: None)
