"""Which hosts a certificate may be had for, and that asking costs little."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from shared_apps.tenants import certificates
from shared_apps.tenants.actions import change_state
from shared_apps.tenants.certificates import Ruling, rule_on
from shared_apps.tenants.claims import claim, give_up
from shared_apps.tenants.hosts import target_of
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.packages import package_host
from tests.shared_apps.tenants.dns_facts import ELSEWHERE, NOON, connected, look

NAME = "learn.okafor.co"


@pytest.fixture
def row(okafor) -> Tenant:
    return Tenant.objects.get(id=okafor.id)


@pytest.fixture
def heard(django_capture_on_commit_callbacks):
    """A block whose end is a commit: every process hears of it."""
    return lambda: django_capture_on_commit_callbacks(using="control", execute=True)


def ask(name: str, **headers: str):
    return Client(headers=headers).get("/internal/tls/ask", {"domain": name})


@pytest.mark.parametrize("name", ["okafor.localhost", "OKAFOR.localhost", "okafor.localhost.", "platform.test"])
def test_yes_to_the_platforms_addresses(okafor, name):
    assert ask(name).status_code == 200


def test_yes_to_the_host_of_a_package_that_we_named_and_to_no_other(okafor):
    named = package_host(uuid4())
    invented = f"{'0' * 48}.{named.partition('.')[2]}"

    assert (ask(named).status_code, ask(invented).status_code) == (200, 403)


def test_yes_to_a_domain_once_it_is_proven(row, heard):
    claim(tenant=row, domain=NAME, by="tests")
    assert ask(NAME).status_code == 403

    with heard():
        connected(row, NAME)

    assert ask(NAME).status_code == 200


def test_no_to_a_domain_once_it_is_given_up(row, heard):
    connected(row, NAME)
    assert ask(NAME).status_code == 200

    with heard():
        give_up(tenant=row, domain=NAME, by="tests")

    assert ask(NAME).status_code == 403


def test_no_to_a_domain_that_lapsed(row):
    connected(row, NAME)
    for hours in range(0, 85, 6):
        look(row, NAME, verdict=ELSEWHERE, at=NOON + timedelta(hours=hours))

    assert ask(NAME).status_code == 403


@pytest.mark.parametrize(("state", "status"), [("suspended", 200), ("archived", 200), ("deleted", 403)])
def test_who_answers_is_certified(row, state, status):
    connected(row, NAME)
    Tenant.objects.filter(id=row.id).update(state=state)

    assert (ask(NAME).status_code, ask("okafor.localhost").status_code) == (status, status)


def test_a_change_is_heard_though_the_answer_was_kept(row, heard):
    assert ask("okafor.localhost").status_code == 200
    with heard():
        change_state(tenant=row, state="suspended", by="tests")

    assert ask("okafor.localhost").status_code == 200
    assert ask("okafor.localhost").content == b"yes"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "okafor",
        "192.0.2.7",
        "[::1]",
        "a b.co",
        "-a.co",
        "..",
        "x" * 64 + ".co",
        "a." * 127 + "co",
        "a.b.localhost",
        "1abc.localhost",
        "x_y.localhost",
        "okafor.localhost/../",
        "okafor.localhost\0",
        "räksmörgås.se",
    ],
)
def test_nonsense_is_answered_without_registry_and_cache(okafor, name, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(certificates, "caches", None)

    with django_assert_num_queries(0, using="control"):
        assert rule_on(name) is Ruling.NO


def test_the_names_that_cnames_lead_to_are_nobodys(okafor, django_assert_num_queries):
    with django_assert_num_queries(0, using="control"):
        assert rule_on(target_of(okafor.id)) is Ruling.NO


@pytest.mark.parametrize("name", ["okafor.localhost", "nobody.example"])
def test_asked_again_it_costs_no_query(okafor, name, django_assert_num_queries):
    first = rule_on(name)

    with django_assert_num_queries(0, using="control"):
        assert rule_on(name) is first


def test_a_flood_of_invented_names_ends_at_the_budget(okafor, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(certificates.time, "time", lambda: 1_000_000.0)

    with django_assert_num_queries(certificates.UNKNOWN_PER_SECOND, using="control"):
        rulings = [rule_on(f"n{number}.example") for number in range(100)]

    assert rulings.count(Ruling.LATER) == 100 - certificates.UNKNOWN_PER_SECOND


def test_a_flood_does_not_stand_in_the_way_of_a_host_we_know(okafor, row, monkeypatch, heard):
    monkeypatch.setattr(certificates.time, "time", lambda: 1_000_000.0)
    assert rule_on("okafor.localhost") is Ruling.YES
    for number in range(100):
        rule_on(f"n{number}.example")

    with heard():
        connected(row, NAME)  # domains change: what was kept is old

    assert rule_on("okafor.localhost") is Ruling.YES
    assert rule_on(NAME) is Ruling.YES


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-forwarded-host", "forwarded", "via"])
def test_visitors_find_nothing_there(okafor, header):
    assert ask("okafor.localhost", **{header: "203.0.113.9"}).status_code == 403
    assert "yes" not in ask("okafor.localhost", **{header: "203.0.113.9"}).text


@pytest.mark.parametrize(
    ("address", "status"), [("127.0.0.1", 200), ("10.1.2.3", 200), ("::1", 200), ("93.184.215.14", 403), ("", 403)]
)
def test_only_neighbours_are_answered(okafor, address, status):
    answer = Client(REMOTE_ADDR=address).get("/internal/tls/ask", {"domain": "okafor.localhost"})

    assert answer.status_code == status
