"""Who may call, how often, and what the same call sent twice does."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from marque.kit import clock
from provisioning.tasks import sweep
from shared_apps.agencies.access import revoke_token
from shared_apps.agencies.models import Agency, AgencyToken, AnsweredCall
from shared_apps.operations.models import Operation
from tests.marque.api.conftest import agency_with

NEW = {"slug": "trial-school", "name": "Trial School", "owner": "ann@example.com"}


@pytest.mark.parametrize("header", ["", "Basic YTpi", "Bearer", "Bearer nonsense", "Bearer mqa_" + "x" * 43])
def test_a_call_without_a_good_token_is_401(north, header):
    north.client.credentials()
    answer = north.client.get("/api/v1/tenants/", headers={"authorization": header})

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="marque"'
    assert sorted(answer.data["error"]) == ["code", "field", "message"]


def test_a_revoked_token_is_401(north):
    revoke_token(agency=north.agency, token_id=AgencyToken.objects.get().id, by="tests")

    assert north.call("get", "/tenants/").status_code == 401


def test_an_expired_token_is_401(north):
    with clock.fixed(clock.now() + timedelta(days=2)):
        assert north.call("get", "/tenants/").status_code == 401


def test_a_token_without_the_scope_is_403(program, okafor):
    reader = program(agency_with("readers", "okafor"), scopes=("tenants:read",))

    answer = reader.call("put", "/tenants/okafor/suspension/")

    assert answer.status_code == 403
    assert answer.data["error"] == {
        "message": "This token lacks the scope “tenants:write”.", "field": None, "code": "scope_missing",
    }  # fmt: skip


def test_a_session_opens_nothing(platform, client_for):
    from marque.kit.tenancy.context import enter
    from tenant_apps.accounts.actions import assign_role, register
    from tenant_apps.accounts.models import Role

    client = client_for(platform)
    with enter(platform):
        user = register(email="olu@example.com", name="Olu", verified=True)
        assign_role(user=user, role=Role.OWNER, by=None)
        client.force_login(user)

    assert client.get("/api/v1/tenants/").status_code == 401


def test_a_business_has_no_platform_api(okafor, north):
    north.client.defaults["HTTP_HOST"] = okafor.domain

    assert north.client.get("/api/v1/tenants/", headers={"host": okafor.domain}).status_code == 404


def test_calls_are_counted_by_token(north, south, settings):
    settings.API_CALLS_A_MINUTE = 2
    start = clock.now().replace(second=20, microsecond=0)
    with clock.fixed(start):
        codes = [north.call("get", "/whoami/").status_code for _ in range(2)]
        late = north.call("get", "/whoami/")
        others = south.call("get", "/whoami/")
    with clock.fixed(start + timedelta(seconds=40)):
        later = north.call("get", "/whoami/")

    assert (codes, others.status_code, later.status_code) == ([200, 200], 200, 200)
    assert (late.status_code, late["Retry-After"], late.data["error"]["code"]) == (429, "40", "throttled")


def test_the_same_key_gives_the_same_answer_and_one_effect(north):
    first = north.call("post", "/tenants/", NEW, **{"idempotency-key": "k1"})
    again = north.call("post", "/tenants/", NEW, **{"idempotency-key": "k1"})

    assert (again.status_code, again.data["id"], again["Location"]) == (202, first.data["id"], first["Location"])
    assert again["Idempotent-Replayed"] == "true"
    assert Operation.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(north):
    north.call("post", "/tenants/", NEW, **{"idempotency-key": "k1"})
    other = north.call("post", "/tenants/", NEW | {"slug": "second-school"}, **{"idempotency-key": "k1"})

    assert (other.status_code, other.data["error"]["code"]) == (422, "key_reused")
    assert Operation.objects.count() == 1


def test_a_key_is_an_agencys_own(north, south):
    north.call("put", "/tenants/okafor/suspension/", **{"idempotency-key": "k1"})

    assert south.call("put", "/tenants/other/suspension/", **{"idempotency-key": "k1"}).data["slug"] == "other"


def test_a_refused_call_may_be_sent_again_with_its_key(north):
    refused = north.call("post", "/tenants/", NEW | {"slug": "okafor"}, **{"idempotency-key": "k1"})
    right = north.call("post", "/tenants/", NEW, **{"idempotency-key": "k1"})

    assert (refused.status_code, right.status_code) == (422, 202)


def test_a_key_is_free_again_after_a_day(north):
    north.call("post", "/tenants/", NEW, **{"idempotency-key": "k1"})
    AnsweredCall.objects.update(created_at=clock.now() - timedelta(hours=25))

    sweep()

    assert not AnsweredCall.objects.exists()


def test_a_key_of_a_day_ago_is_a_new_call_before_any_sweep(north):
    north.call("post", "/tenants/", NEW, **{"idempotency-key": "k1"})
    AnsweredCall.objects.update(created_at=clock.now() - timedelta(hours=25))

    answer = north.call("post", "/tenants/", NEW | {"slug": "second-school"}, **{"idempotency-key": "k1"})

    assert (answer.status_code, Operation.objects.count()) == (202, 2)


@pytest.mark.parametrize("key", ["", "x" * 201, "späť"])
def test_a_bad_key_is_refused(north, key):
    answer = north.call("post", "/tenants/", NEW, **{"idempotency-key": key.encode().decode("latin-1")})

    assert (answer.status_code, answer.data["error"]["code"]) == (422, "bad_key")


@pytest.fixture
def committed(real_commits, program, platform):
    """A program whose calls other connections see; no worker takes its operations up."""
    mine = program(agency_with("race-agency", limit=3))
    yield mine
    Operation.objects.filter(agency_id=mine.agency.id).delete()
    AnsweredCall.objects.all().delete()
    Agency.objects.all().delete()


def at_once(calls):
    def run(call):
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.fixture
def no_worker(monkeypatch):
    monkeypatch.setattr("provisioning.tasks.run_operation.delay", lambda _id: None)


def test_two_calls_at_once_with_one_key_have_one_effect(committed, no_worker):
    def call():
        return committed.call("post", "/tenants/", NEW, **{"idempotency-key": "race"})

    answers = at_once([call] * 5)

    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.data["id"] for answer in answers}) == 1
    assert Operation.objects.filter(agency_id=committed.agency.id).count() == 1


def test_ten_creates_at_once_stop_at_the_limit(committed, no_worker):
    def calling(number):
        return lambda: committed.call("post", "/tenants/", NEW | {"slug": f"race-{number}"})

    answers = at_once([calling(number) for number in range(10)])

    assert sorted(answer.status_code for answer in answers) == [202] * 3 + [422] * 7
    assert {answer.data["error"]["code"] for answer in answers if answer.status_code == 422} == {"at_limit"}
