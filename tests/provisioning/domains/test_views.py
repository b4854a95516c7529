"""The creator's page of domains."""

import re

import pytest

from provisioning.domains.actions import add_domain
from shared_apps.tenants.hosts import target_of
from shared_apps.tenants.models import Domain
from tenant_apps.accounts.models import Role
from tests.provisioning.domains.conftest import OURS
from tests.shared_apps.tenants.dns_facts import connected
from tests.tenant_apps.studio.conftest import _outbox, signed_in

__all__ = ["_outbox", "signed_in"]
PAGE, NAME = "/studio/settings/domains/", "learn.okafor.co"


@pytest.fixture
def owner(okafor, signed_in):
    return signed_in(okafor)


def seen(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<script.*?</script>|<[^>]*>", " ", response.text, flags=re.DOTALL))


def test_page_names_what_leads_here_and_nobody_elses_brand(owner, okafor, other, dns):
    connected(other, "other.example")

    page = owner.get(PAGE)

    assert page.status_code == 200
    assert "okafor.localhost" in seen(page)
    assert "other.example" not in page.text
    assert re.findall(r"(?i)wagtail|\bmarque\b(?!\.test)", seen(page)) == []


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.SUPPORT, Role.LEARNER])
def test_page_is_for_owner_and_staff(okafor, signed_in, role):
    client = signed_in(okafor, role)

    assert client.get(PAGE).status_code in (302, 403)
    assert client.post(PAGE, {"domain": NAME}).status_code in (302, 403)
    assert not Domain.objects.filter(domain=NAME).exists()


def test_connect_shows_the_record_to_type(owner, okafor, dns):
    page = owner.post(PAGE, {"domain": "Learn.Okafor.co", "primary": "on"}, follow=True)

    assert f"CNAME Name learn Copy CNAME Name Value {target_of(okafor.id)}" in seen(page)
    assert "Main domain next" in seen(page)


@pytest.mark.parametrize(
    ("domain", "says"),
    [
        ("", "required"),
        ("192.0.2.7", "An IP address can&#x27;t be used"),
        ("https://okafor.co/", "without https://"),
        ("*.okafor.co", "A wildcard can&#x27;t be connected"),
        ("shop.marque.test", "belongs to the platform"),
        ("okafor", "isn&#x27;t a domain name"),
        ("раypal.com", "could be mistaken"),
        ("x" * 301, "at most 300"),
        ("a\0b.co", "Null characters"),
    ],
)
def test_connect_says_what_is_wrong_and_keeps_what_was_typed(owner, dns, domain, says):
    page = owner.post(PAGE, {"domain": domain})

    assert page.status_code == 422
    assert says in page.text


def test_check_now_connects_and_answers_with_the_card_alone(owner, row, dns):
    add_domain(tenant=row, domain=NAME, by="tests")
    dns.publish(f"{NAME} CNAME {target_of(row.id)}", f"{target_of(row.id)} A {OURS}")

    card = owner.post(f"{PAGE}{NAME}/check/", headers={"hx-request": "true"})

    assert card.text.lstrip().startswith("<article")
    assert "All is right: visitors arrive here." in card.text
    assert Domain.objects.get(domain=NAME).state == "connected"


def test_check_now_says_what_is_wrong(owner, row, dns):
    add_domain(tenant=row, domain=NAME, by="tests")
    dns.publish(f"{NAME} A 104.18.3.4")

    page = owner.post(f"{PAGE}{NAME}/check/", follow=True)

    assert "goes through Cloudflare" in seen(page)


def test_check_now_has_a_limit(owner, row, dns):
    add_domain(tenant=row, domain=NAME, by="tests")

    answers = [owner.post(f"{PAGE}{NAME}/check/", headers={"hx-request": "true"}).status_code for _ in range(21)]

    assert answers.count(200) == 20


def test_make_primary(owner, row, dns):
    connected(row, NAME)

    answer = owner.post(f"{PAGE}{NAME}/primary/")

    # the session stays behind at the old host: a link opens the Studio at the new one
    assert re.match(rf"http://{NAME}(:\d+)?/accounts/link/", answer["Refresh"].removeprefix("0; url="))
    assert Domain.objects.get(tenant=row, is_primary=True).domain == NAME


def test_make_primary_of_what_does_not_lead_here_is_refused(owner, row, dns):
    add_domain(tenant=row, domain=NAME, by="tests")

    assert "lead here yet" in seen(owner.post(f"{PAGE}{NAME}/primary/", follow=True))


@pytest.mark.parametrize("act", ["check", "primary", "removal"])
def test_anothers_domain_looks_like_none(owner, other, dns, act):
    connected(other, "other.example")

    theirs, nobodys = (owner.post(f"{PAGE}{name}/{act}/") for name in ("other.example", "nobody.example"))

    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    assert dns.asked == []
    assert Domain.objects.filter(domain="other.example").exists()


def test_removal(owner, row, dns):
    connected(row, NAME)

    page = owner.post(f"{PAGE}{NAME}/removal/", follow=True)

    assert f"{NAME} no longer leads here." in seen(page)
    assert not Domain.objects.filter(domain=NAME).exists()


def test_removal_of_the_address_of_birth_is_refused(owner, row):
    page = owner.post(f"{PAGE}okafor.localhost/removal/", follow=True)

    assert "stays its address" in seen(page)
    assert Domain.objects.filter(domain="okafor.localhost").exists()


def test_a_lapsed_domain_says_so(owner, row, dns):
    connected(row, NAME)
    Domain.objects.filter(domain=NAME).update(
        lapsed_at="2026-03-05T12:00Z", findings=[{"code": "elsewhere", "values": ["93.184.215.14"]}]
    )

    page = owner.get(PAGE)

    assert "Disconnected" in seen(page)
    assert "learn.okafor.co leads to 93.184.215.14, not here." in seen(page)


def test_operators_see_the_state_of_each(platform, signed_in, row, dns):
    connected(row, NAME)
    add_domain(tenant=row, domain="schöne-kurse.de", by="tests")
    Domain.objects.filter(domain="xn--schne-kurse-tfb.de").update(findings=[{"code": "no_name"}])

    page = signed_in(platform).get("/console/tenants/okafor/")

    assert f"{NAME} Connected" in seen(page)
    assert "schöne-kurse.de xn--schne-kurse-tfb.de Waiting for DNS schöne-kurse.de isn&#x27;t in the DNS" in seen(page)


def test_the_platform_has_no_such_page(platform, signed_in):
    assert signed_in(platform).get("/console/settings/domains/").status_code == 404
