"""Proven by DNS, served, lost, and told about."""

from datetime import timedelta

import pytest
from django.test import Client
from dnslib import QTYPE, RR, TXT
from wagtail.models import Site

from marque.kit import clock
from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import enter
from provisioning.domains.actions import add_domain, remove_domain
from provisioning.domains.looking import look_at, verify_domain
from provisioning.domains.tasks import look, watch
from shared_apps.integrations.dns import Resolver
from shared_apps.tenants.hosts import BadDomain, target_of
from shared_apps.tenants.models import Domain, Tenant
from tests.provisioning.domains.conftest import OURS
from tests.shared_apps.tenants.dns_facts import NOON

NAME = "learn.okafor.co"


@pytest.fixture
def claimed(row, dns) -> Domain:
    return add_domain(tenant=row, domain=NAME, by="tests", primary=True)


def verify(tenant, at=NOON) -> Domain:
    with clock.fixed(at):
        return verify_domain(tenant=tenant, domain=NAME, by="tests").domain


def letters_of(tenant) -> list[str]:
    with enter(Tenant.objects.prefetch_related("domains").get(id=tenant.id).as_current()):
        return list(SentEmail.objects.order_by("pk").values_list("subject", flat=True))


def site_of(tenant) -> str:
    with enter(tenant.as_current()):
        return Site.objects.get().hostname


def test_verify_by_txt(row, dns, claimed):
    dns.publish(f"_domain-verify.{NAME} TXT {claimed.token}", f"{NAME} A {OURS}")

    assert (verify(row).state, verify(row).proof) == ("connected", "txt")
    assert Client(headers={"host": NAME}).get("/").status_code == 200
    assert site_of(row) == NAME


def test_verify_by_cname_alone(row, dns, claimed):
    dns.publish(f"{NAME} CNAME {target_of(row.id)}", f"{target_of(row.id)} A {OURS}")

    assert (verify(row).state, verify(row).proof) == ("connected", "cname")


@pytest.mark.parametrize(
    "record",
    [
        "{name} A {ours}",  # every business here has these addresses
        "{name} CNAME okafor.marque.test",  # a slug may be somebody else's tomorrow
        "{name} CNAME {rivals}",
        "_domain-verify.{name} TXT {rivals}",
        "_domain-verify.okafor.co TXT {token}",
    ],
)
def test_verify_refuses_what_proves_nothing(row, rival, dns, claimed, record):
    dns.publish(record.format(name=NAME, ours=OURS, rivals=target_of(rival.id), token=claimed.token))

    assert verify(row).state == "waiting"
    assert Client(headers={"host": NAME}).get("/").status_code == 404


def test_verify_of_nobodys_domain_is_refused(row, dns):
    with pytest.raises(BadDomain, match="isn't one of this business's domains"):
        verify_domain(tenant=row, domain="nobody.example", by="tests")


def test_verify_of_the_platforms_own_asks_nobody(row, dns):
    assert verify_domain(tenant=row, domain="okafor.localhost", by="tests").is_right
    assert dns.asked == []


def test_connected_is_told_once(row, dns, claimed):
    dns.publish(f"{NAME} CNAME {target_of(row.id)}", f"{target_of(row.id)} A {OURS}")

    for _ in range(3):
        verify(row)

    assert letters_of(row) == [f"{NAME} is connected"]


def test_lapsed_is_told_in_the_brand_and_it_comes_back_by_itself(row, dns, claimed):
    dns.publish(f"{NAME} CNAME {target_of(row.id)}", f"{target_of(row.id)} A {OURS}")
    verify(row)
    dns.withdraw(NAME)
    dns.publish(f"{NAME} A 93.184.215.14")

    for hours in range(6, 85, 6):
        last = verify(row, NOON + timedelta(hours=hours))

    assert (last.state, site_of(row)) == ("lapsed", "okafor.localhost")
    assert Client(headers={"host": NAME}).get("/").status_code == 404
    assert letters_of(row) == [f"{NAME} is connected", f"{NAME} is no longer connected"]
    with enter(row.as_current()):
        letter = SentEmail.objects.get(purpose="domain-lapsed")
    assert letter.to == ["alice@example.com"]
    assert "Okafor" in letter.html
    assert "marque" not in (letter.html + letter.text).lower().replace("marque.test", "")
    dns.withdraw(NAME)
    dns.publish(f"{NAME} CNAME {target_of(row.id)}")
    assert (verify(row).state, site_of(row)) == ("connected", NAME)


def test_a_takeover_is_told_to_who_lost_it(row, rival, dns, claimed):
    dns.publish(f"_domain-verify.{NAME} TXT {claimed.token}", f"{NAME} A {OURS}")
    verify(row)
    theirs = add_domain(tenant=rival, domain=NAME, by="tests")
    dns.withdraw(f"_domain-verify.{NAME}")
    dns.publish(f"_domain-verify.{NAME} TXT {theirs.token}")

    assert verify(rival).state == "connected"

    assert letters_of(row)[-1] == f"{NAME} is no longer connected"
    assert site_of(row) == "okafor.localhost"


def test_a_look_that_was_killed_before_it_told_anybody_is_made_up_for(row, dns, claimed, monkeypatch):
    dns.publish(f"{NAME} CNAME {target_of(row.id)}", f"{target_of(row.id)} A {OURS}")
    with monkeypatch.context() as killed, clock.fixed(NOON), pytest.raises(KeyboardInterrupt):
        killed.setattr("provisioning.domains.looking.follow_home", lambda tenant: exec("raise KeyboardInterrupt"))
        look_at(claimed, by="watch", reader=Resolver())
    assert (site_of(row), letters_of(row)) == ("okafor.localhost", [])

    with clock.fixed(NOON + timedelta(minutes=6)):
        watch()

    assert (site_of(row), letters_of(row)) == (NAME, [f"{NAME} is connected"])


def test_watch_looks_at_what_is_due_once(row, dns, claimed, monkeypatch):
    looked = []
    monkeypatch.setattr(look, "delay", lambda *, domain_id: looked.append(domain_id))

    watch()
    watch()

    assert looked == [claimed.id]


def test_a_look_at_a_domain_that_is_gone_does_nothing(row, dns, claimed):
    remove_domain(tenant=row, domain=NAME, by="tests")

    look(domain_id=claimed.id)

    assert dns.asked == []


def test_remove_brings_the_site_home(row, dns, claimed):
    dns.publish(f"{NAME} CNAME {target_of(row.id)}", f"{target_of(row.id)} A {OURS}")
    verify(row)

    remove_domain(tenant=row, domain=NAME, by="tests")

    assert site_of(row) == "okafor.localhost"
    assert Client(headers={"host": NAME}).get("/").status_code == 404


def test_bytes_that_no_column_takes_are_written_down_all_the_same(row, dns):
    add_domain(tenant=row, domain="learn.okafor.co", by="tests")
    dns.records.append(RR("_domain-verify.learn.okafor.co", QTYPE.TXT, rdata=TXT([b"mine\x00\x1b[2J\xff"]), ttl=60))

    found = verify_domain(tenant=row, domain="learn.okafor.co", by="tests")

    assert not found.domain.is_held
    assert "its value is “mine��[2J�”" in found.problems[0]
