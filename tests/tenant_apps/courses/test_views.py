import json
import re

import pytest

from marque.kit.money import Money
from marque.kit.tenancy.context import enter
from tenant_apps.catalog import actions as catalog
from tenant_apps.courses import actions
from tenant_apps.courses.models import Course
from tests.tenant_apps.courses.factories import course, lesson, module, published
from tests.tenant_apps.learning.factories import enrolment, signed_in


def sell(made: Course, amount: int = 49_000) -> None:
    offer = catalog.create_offer(slug=made.slug, title=made.title, products=[made.product], price=Money(amount, "USD"))
    catalog.publish_offer(offer=offer)


def titles(response) -> list[str]:
    return [card.course.title for card in response.context["cards"]]


def test_catalogue_shows_published_courses_with_their_price(client_for, okafor) -> None:
    with enter(okafor):
        sell(published("The Second Number"))
        course("A draft")

    response = client_for(okafor).get("/courses/")

    assert (titles(response), "$490" in response.content.decode()) == (["The Second Number"], True)


def test_catalogue_narrows_by_level_and_words(client_for, okafor) -> None:
    with enter(okafor):
        published("Scoping", level="beginner")
        published("Scoping again", level="advanced")
        published("Letters", level="beginner")

    response = client_for(okafor).get("/courses/", {"q": "scoping", "level": ["beginner", "nonsense"]})

    assert titles(response) == ["Scoping"]


def test_catalogue_without_a_match_offers_all(client_for, okafor) -> None:
    with enter(okafor):
        published()

    assert "Show all courses" in client_for(okafor).get("/courses/?q=zebra").content.decode()


def test_catalogue_of_a_new_business_is_empty_and_kind(client_for, okafor) -> None:
    assert "on its way" in client_for(okafor).get("/courses/").content.decode()


def test_catalogue_does_not_show_another_businesss_courses(client_for, okafor, other) -> None:
    with enter(other):
        published("Foreign")

    assert "Foreign" not in client_for(okafor).get("/courses/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_catalogue_costs_the_same_for_one_and_three(rows: int, client_for, okafor, django_assert_num_queries) -> None:
    with enter(okafor):
        for number in range(rows):
            sell(published(f"Course {number}"))
    client = client_for(okafor)
    client.get("/courses/")  # brand and menus are cached from here on

    with django_assert_num_queries(7):
        client.get("/courses/")


def test_course_offers_enrolment_with_the_price_on_the_button(client_for, okafor) -> None:
    with enter(okafor):
        sell(published())

    page = client_for(okafor).get("/courses/the-second-number/").content.decode()

    assert ('href="/checkout/the-second-number/"' in page, "Enrol for $490" in page) == (True, True)


def test_course_not_on_sale_says_so(client_for, okafor) -> None:
    with enter(okafor):
        published()

    assert "Not open for enrolment" in client_for(okafor).get("/courses/the-second-number/").content.decode()


def test_course_of_a_learner_leads_on(client_for, okafor) -> None:
    client = signed_in(client_for, okafor)
    with enter(okafor):
        made = published()
        enrolment(made)

    page = client.get("/courses/the-second-number/").content.decode()

    assert ("Continue" in page, 'href="/learn/the-second-number/"' in page) == (True, True)


def test_course_marks_lessons_as_locked_but_previews_as_free(client_for, okafor) -> None:
    with enter(okafor):
        made = course()
        home = module(made)
        lesson(home, "Open door", is_preview=True)
        lesson(home, "Closed door")
        actions.publish_course(course=made)

    page = client_for(okafor).get("/courses/the-second-number/").content.decode()

    links = re.findall(r'href="(/learn/[^"]+)"', page)
    assert (set(links), "Closed door" in page) == ({"/learn/the-second-number/open-door/"}, True)


def test_course_describes_itself_to_search_engines(client_for, okafor) -> None:
    with enter(okafor):
        sell(published("</script><b>Numbers"))

    page = client_for(okafor).get("/courses/scriptbnumbers/").content.decode()

    words = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])
    assert (words["name"], words["offers"]["price"]) == ("</script><b>Numbers", "490.00")


@pytest.mark.parametrize("slug", ["draft", "nowhere"])
def test_course_that_is_not_published_is_missing(slug: str, client_for, okafor) -> None:
    with enter(okafor):
        course("Draft")

    assert client_for(okafor).get(f"/courses/{slug}/").status_code == 404


def test_course_of_another_business_is_missing(client_for, okafor, other) -> None:
    with enter(other):
        published("Foreign")

    assert client_for(okafor).get("/courses/foreign/").status_code == 404
