"""Domains claimed, made primary and given up."""

import pytest
from django.db import IntegrityError, transaction

from shared_apps.operations.models import AuditEntry
from shared_apps.tenants import claims
from shared_apps.tenants.hosts import BadDomain
from shared_apps.tenants.models import Domain, Tenant
from tests.shared_apps.tenants.dns_facts import NOON, connected, look


@pytest.fixture
def row(okafor) -> Tenant:
    return Tenant.objects.get(id=okafor.id)


@pytest.fixture
def rival(other) -> Tenant:
    return Tenant.objects.get(id=other.id)


def home_of(tenant) -> list[str]:
    return list(Domain.objects.filter(tenant_id=tenant.id, is_primary=True).values_list("domain", flat=True))


def test_claim_serves_nothing_yet(row):
    claimed = claims.claim(tenant=row, domain="Learn.Okafor.co", by="ann")

    assert (claimed.domain, claimed.state, claimed.is_primary) == ("learn.okafor.co", "waiting", False)
    assert list(AuditEntry.objects.filter(action="domain.add").values_list("actor", "target")) == [
        ("ann", "learn.okafor.co")
    ]


def test_claim_twice_changes_nothing(row):
    first = claims.claim(tenant=row, domain="learn.okafor.co", by="ann")

    assert claims.claim(tenant=row, domain="learn.okafor.co.", by="ann").token == first.token
    assert AuditEntry.objects.filter(action="domain.add").count() == 1


def test_two_may_claim_one_domain_with_words_of_their_own(row, rival):
    one, two = (claims.claim(tenant=tenant, domain="learn.okafor.co", by="tests") for tenant in (row, rival))

    assert one.token != two.token


def test_one_alone_may_hold_it(row, rival):
    connected(row, "learn.okafor.co")
    claims.claim(tenant=rival, domain="learn.okafor.co", by="tests")

    with pytest.raises(IntegrityError, match="one_holder"), transaction.atomic(using="control"):
        Domain.objects.filter(tenant=rival, domain="learn.okafor.co").update(verified_at=NOON, proof="txt")


def test_a_primary_domain_is_a_held_one(row):
    claims.claim(tenant=row, domain="learn.okafor.co", by="tests")
    row.domains.update(is_primary=False)

    with pytest.raises(IntegrityError, match="primary_is_held"), transaction.atomic(using="control"):
        row.domains.filter(domain="learn.okafor.co").update(is_primary=True)


def test_claims_have_an_end(row, monkeypatch):
    monkeypatch.setattr(claims, "MOST_DOMAINS", 1)
    claims.claim(tenant=row, domain="one.okafor.co", by="tests")

    with pytest.raises(claims.TooManyDomains, match="can have 1 domains"):
        claims.claim(tenant=row, domain="two.okafor.co", by="tests")


def test_make_primary_demotes_the_first(row):
    connected(row, "learn.okafor.co")

    claims.make_primary(tenant=row, domain="Learn.okafor.co", by="tests")

    assert home_of(row) == ["learn.okafor.co"]


def test_make_primary_refuses_what_nobody_has_proven(row):
    claims.claim(tenant=row, domain="learn.okafor.co", by="tests")

    with pytest.raises(claims.NotConnected, match="doesn't lead here yet"):
        claims.make_primary(tenant=row, domain="learn.okafor.co", by="tests")
    assert home_of(row) == ["okafor.localhost"]


def test_make_primary_refuses_a_rivals(row, rival):
    connected(rival, "learn.okafor.co")

    with pytest.raises(BadDomain, match="isn't one of this business's domains"):
        claims.make_primary(tenant=row, domain="learn.okafor.co", by="tests")


def test_give_up_of_the_primary_moves_to_another_that_leads_here(row):
    connected(row, "www.okafor.co")
    connected(row, "okafor.co", primary=True)

    claims.give_up(tenant=row, domain="okafor.co", by="tests")
    assert home_of(row) == ["www.okafor.co"]

    claims.give_up(tenant=row, domain="www.okafor.co", by="tests")
    assert home_of(row) == ["okafor.localhost"]


def test_give_up_refuses_the_address_of_birth(row):
    with pytest.raises(BadDomain, match="stays its address"):
        claims.give_up(tenant=row, domain="okafor.localhost", by="tests")


def test_give_up_lets_somebody_else_prove_it(row, rival):
    connected(row, "learn.okafor.co")
    claims.claim(tenant=rival, domain="learn.okafor.co", by="tests")

    claims.give_up(tenant=row, domain="learn.okafor.co", by="tests")

    assert look(rival, "learn.okafor.co").state == "connected"


@pytest.mark.parametrize("mode", ["demo", "production"])
def test_practice_domains_need_no_dns_in_the_demo_alone(row, settings, mode):
    settings.MODE = mode
    if mode == "production":
        with pytest.raises(BadDomain, match="belongs to the platform"):
            claims.claim(tenant=row, domain="learn.okafor.localhost", by="tests")
        return

    assert claims.claim(tenant=row, domain="learn.okafor.localhost", by="tests", primary=True).state == "own"
    assert home_of(row) == ["learn.okafor.localhost"]
    claims.give_up(tenant=row, domain="learn.okafor.localhost", by="tests")
    assert home_of(row) == ["okafor.localhost"]
