import pytest
from django.test import Client

from marque.kit.tenancy.context import enter
from tenant_apps.accounts.models import Role
from tenant_apps.people import actions as people
from tests.tenant_apps.roles import browser_of

LIST = "/studio/people/"
QUERIES = 11

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def alice(client_for, okafor) -> Client:
    return browser_of(client_for, okafor, Role.OWNER)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(rows, alice, django_assert_num_queries) -> None:
    for number in range(rows):
        people.meet(email=f"reader{number}@example.com")
    alice.get(LIST)

    with django_assert_num_queries(QUERIES):
        page = alice.get(LIST)

    assert all(f"reader{number}@example.com" in page.content.decode() for number in range(rows))


def test_search_and_account_narrow_the_list(alice) -> None:
    people.meet(email="sofia@studiobrandt.de", name="Sofia Brandt")
    people.meet(email="joel@example.com", name="Joel Ferrand")

    found = alice.get(f"{LIST}results/?q=brandt&account=no").content.decode()

    assert ("Sofia Brandt" in found, "Joel Ferrand" in found) == (True, False)


def test_the_page_of_a_person_has_everybodys_panels(alice) -> None:
    person = people.meet(email="sofia@studiobrandt.de", name="Sofia Brandt")

    words = alice.get(f"{LIST}{person.key}/").content.decode()

    for part in ("Sofia Brandt", "sofia@studiobrandt.de", "Known by email", "Orders", "No orders yet."):
        assert part in words


def test_the_export_has_everybody(alice) -> None:
    people.meet(email="sofia@studiobrandt.de", name="+Sofia")

    text = alice.get(f"{LIST}?export=csv").content.decode()

    assert "'+Sofia,sofia@studiobrandt.de" in text


def test_who_may_only_look_carries_no_list_away(client_for, okafor) -> None:
    author = browser_of(client_for, okafor, Role.AUTHOR)

    page = author.get(LIST).content.decode()

    assert ("People" in page, "export=csv" in page) == (True, False)
    assert [author.get(f"{LIST}?export={kind}").status_code for kind in ("csv", "xlsx")] == [302, 302]


def test_a_person_of_another_business_looks_like_nothing(alice, other) -> None:
    with enter(other):
        theirs = people.meet(email="sofia@studiobrandt.de")

    assert alice.get(f"{LIST}{theirs.key}/").status_code == 404


def test_learners_are_kept_out(client_for, okafor) -> None:
    browser = browser_of(client_for, okafor, Role.LEARNER)

    assert browser.get(LIST).status_code in (302, 403)


def test_an_author_sees_a_person_without_their_orders(client_for, okafor) -> None:
    person = people.meet(email="sofia@studiobrandt.de", name="Sofia Brandt")

    words = browser_of(client_for, okafor, Role.AUTHOR).get(f"{LIST}{person.key}/").content.decode()

    assert ("Sofia Brandt" in words, "No orders yet." in words) == (True, False)
