"""From the Host header to the tenant."""

import pytest
from django.test import Client

from shared_apps.tenants import actions
from shared_apps.tenants.claims import claim
from shared_apps.tenants.models import Tenant
from tests.shared_apps.tenants.dns_facts import connected


@pytest.fixture
def row(okafor) -> Tenant:
    return Tenant.objects.get(id=okafor.id)


@pytest.mark.parametrize("host", ["okafor.localhost", "okafor.localhost:8000", "OKAFOR.Localhost", "okafor.localhost."])
def test_a_known_host_is_served_however_it_is_written(okafor, host):
    assert Client(headers={"host": host}).get("/").status_code == 200


@pytest.mark.parametrize(("host", "status"), [("nobody.localhost", 404), ("no body", 400), ("okafor.localhost:x", 400)])
def test_an_unknown_host_gets_a_plain_page_without_any_brand(okafor, host, status):
    answer = Client(headers={"host": host}).get("/")

    assert answer.status_code == status
    assert "okafor" not in answer.text.lower()
    assert "marque" not in answer.text.lower()


def test_another_domain_redirects_to_the_primary_with_path_and_query(row):
    connected(row, "fees.okafor.co", primary=True)

    answer = Client(headers={"host": "okafor.localhost"}).get("/courses/?level=2&q=a%20b")

    assert (answer.status_code, answer["Cache-Control"]) == (301, "max-age=60")
    assert answer["Location"] == "http://fees.okafor.co/courses/?level=2&q=a%20b"
    assert Client(headers={"host": "fees.okafor.co"}).get("/").status_code == 200


def test_a_domain_nobody_has_proven_leads_nowhere(row):
    claim(tenant=row, domain="fees.okafor.co", by="tests", primary=True)

    assert Client(headers={"host": "fees.okafor.co"}).get("/").status_code == 404
    assert Client(headers={"host": "okafor.localhost"}).get("/").status_code == 200


def test_a_suspended_tenant_answers_503_in_its_own_brand_and_keeps_its_studio(row):
    actions.change_state(tenant=row, state=Tenant.State.SUSPENDED, by="tests", reason="unpaid")
    client = Client(headers={"host": "okafor.localhost"})

    answer = client.get("/")

    assert answer.status_code == 503
    assert "Okafor" in answer.text
    assert "Marque" not in answer.text
    assert client.get("/studio/").status_code == 302


def test_a_resumed_tenant_is_served_again(row):
    actions.change_state(tenant=row, state=Tenant.State.SUSPENDED, by="tests")
    actions.change_state(tenant=row, state=Tenant.State.ACTIVE, by="tests")

    assert Client(headers={"host": "okafor.localhost"}).get("/").status_code == 200


def test_a_warm_host_costs_no_query(okafor, django_assert_num_queries):
    from shared_apps.tenants.resolve import resolve_host

    resolve_host("okafor.localhost")

    with django_assert_num_queries(0, using="control"):
        assert resolve_host("okafor.localhost").tenant == okafor


def test_health_answers_on_any_host(db):
    client = Client(headers={"host": "10.0.0.1"})

    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_types_have_their_own_addresses(okafor, platform, client_for):
    assert client_for(okafor).get("/console/").status_code == 404
    assert client_for(platform).get("/studio/").status_code == 404
