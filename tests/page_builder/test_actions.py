"""Setting up a tenant's site."""

import pytest
from wagtail.models import Page, Site

from marque.kit.tenancy.context import CurrentTenant, enter
from page_builder.actions import follow_domain, set_up_site
from page_builder.models import HomePage

pytestmark = pytest.mark.urls("marque.config.urls_tenant")


@pytest.fixture(autouse=True)
def _port(settings) -> None:
    settings.PUBLIC_PORT = "8000"


@pytest.mark.usefixtures("in_okafor")
def test_set_up_site_replaces_the_welcome_page() -> None:
    home = set_up_site(name="Okafor", host="okafor.example")

    assert [page.title for page in Page.get_first_root_node().get_children()] == [home.title]
    assert Site.objects.get().root_page_id == home.pk
    assert home.full_url == "http://okafor.example:8000/"


@pytest.mark.usefixtures("in_okafor")
def test_set_up_site_twice_keeps_the_home_page() -> None:
    first = set_up_site(name="Okafor", host="okafor.example")

    second = set_up_site(name="Other name", host="okafor.example")

    assert (second.pk, second.title) == (first.pk, first.title)
    assert HomePage.objects.count() == 1


@pytest.mark.usefixtures("in_okafor")
def test_follow_domain_changes_addresses() -> None:
    set_up_site(name="Okafor", host="okafor.example")

    follow_domain(host="learn.example.com")

    assert HomePage.objects.get().full_url == "http://learn.example.com:8000/"


def test_site_addresses_of_two_tenants_stay_apart(okafor: CurrentTenant, other: CurrentTenant) -> None:
    for tenant in (okafor, other):
        with enter(tenant):
            set_up_site(name=tenant.name, host=tenant.domain)

    addresses = []
    for tenant in (okafor, other, okafor):
        with enter(tenant):
            addresses.append(HomePage.objects.get().full_url)

    assert addresses == [f"http://{tenant.domain}:8000/" for tenant in (okafor, other, okafor)]
