"""Pages as visitors get them."""

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from marque.kit.tenancy.context import CurrentTenant, enter
from page_builder.actions import fill_home, publish_landing, publish_text
from page_builder.models import HomePage, LandingPage, TextPage
from page_builder.starters import academy_home, course_landing, text_body
from tenant_apps.catalog.actions import archive_offer
from tenant_apps.catalog.models import Offer
from tenant_apps.courses.models import Course
from tests.page_builder.conftest import WORDS, sell_course

Clients = Callable[[CurrentTenant], Client]


def words(response) -> str:
    """What a page says, without its tags."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def test_landing_shows_price_and_outline(okafor, landing, client_for: Clients) -> None:
    response = client_for(okafor).get("/negotiate/")

    assert response.status_code == 200
    assert b"Say the <em>second</em> number." in response.content
    assert words(response).count("Enrol for $490") == 3
    assert "Why it is a question" in words(response)


def test_landing_of_archived_offer_is_closed(okafor, landing, sold, client_for: Clients) -> None:
    with enter(okafor):
        archive_offer(offer=sold[1])

    response = client_for(okafor).get("/negotiate/")

    assert words(response).count("Enrolment is closed") == 3
    assert "$490" not in words(response)


def test_landing_of_deleted_offer_is_closed(okafor, landing, client_for: Clients) -> None:
    with enter(okafor):
        Offer.objects.all().delete()
        Course.objects.all().delete()

    response = client_for(okafor).get("/negotiate/")

    assert response.status_code == 200
    assert words(response).count("Enrolment is closed") == 3


def test_same_path_in_two_tenants(okafor, other, landing, client_for: Clients) -> None:
    with enter(other):
        body = course_landing(words={"hero": {"headline": "Charlie’s page"}}, offer_key="", course_key="")
        publish_landing(slug="negotiate", title="Mine", body=body)

    pages = [words(client_for(tenant).get("/negotiate/")) for tenant in (okafor, other, okafor)]

    assert ["Charlie’s page" in page for page in pages] == [False, True, False]
    assert ["Say the second number." in page for page in pages] == [True, False, True]


def test_foreign_offer_is_not_shown(okafor, other, sold, client_for: Clients) -> None:
    with enter(other):
        body = course_landing(words=WORDS, offer_key=sold[1].key, course_key=sold[0].key)
        publish_landing(slug="negotiate", title="Mine", body=body)

    response = client_for(other).get("/negotiate/")

    assert "$490" not in words(response)
    assert "Why it is a question" not in words(response)


def test_draft_page_is_not_found(okafor, landing, client_for: Clients) -> None:
    with enter(okafor):
        landing.unpublish()

    assert client_for(okafor).get("/negotiate/").status_code == 404


def test_headline_keeps_no_tag_but_emphasis(okafor, client_for: Clients) -> None:
    evil = '<script>alert(1)</script><img src=x onerror="x"> A &amp; <em>B</em> < C'
    with enter(okafor):
        publish_landing(
            slug="evil",
            title="Evil",
            body=course_landing(words={"hero": {"headline": evil}}, offer_key="", course_key=""),
        )

    content = client_for(okafor).get("/evil/").content

    assert b"<script>alert" not in content
    assert b"onerror" not in content
    assert b"A &amp; <em>B</em>" in content


@pytest.mark.parametrize("parts", [("hero",), ("hero", "pricing", "closing")])
def test_landing_queries(okafor, sold, parts, client_for: Clients, django_assert_num_queries) -> None:
    course, offer = sold
    with enter(okafor):
        body = course_landing(words={part: WORDS[part] for part in parts}, offer_key=offer.key, course_key=course.key)
        publish_landing(slug="short", title="Short", body=body)
    client = client_for(okafor)
    client.get("/short/")

    with django_assert_num_queries(3):
        client.get("/short/")


def test_landing_queries_with_curriculum(okafor, landing, client_for: Clients, django_assert_num_queries) -> None:
    client = client_for(okafor)
    client.get("/negotiate/")

    with django_assert_num_queries(6):
        client.get("/negotiate/")


@pytest.mark.parametrize("courses", [1, 3])
def test_home_queries(okafor, courses, client_for: Clients, django_assert_num_queries) -> None:
    with enter(okafor):
        fill_home(body=academy_home(name="Okafor"))
        for number in range(courses):
            sell_course(f"course-{number}", f"Course {number}")
    client = client_for(okafor)
    client.get("/")

    with django_assert_num_queries(4):
        client.get("/")


def test_landing_weighs_little(okafor, landing, client_for: Clients) -> None:
    assert len(client_for(okafor).get("/negotiate/").content) < 60_000


def test_text_page_is_linked_in_the_footer(okafor, client_for: Clients) -> None:
    with enter(okafor):
        publish_text(slug="terms", title="Terms of sale", body=text_body("Yours to keep."), footer="legal")

    home, page = client_for(okafor).get("/"), client_for(okafor).get("/terms/")

    assert '<a href="/terms/">Terms of sale</a>' in home.content.decode()
    assert "Yours to keep." in words(page)


def test_hidden_page_tells_search_engines(okafor, landing: LandingPage, client_for: Clients) -> None:
    with enter(okafor):
        LandingPage.objects.update(hidden_from_search=True)

    assert b'<meta name="robots" content="noindex">' in client_for(okafor).get("/negotiate/").content


def test_new_business_has_a_home_page(okafor, client_for: Clients) -> None:
    response = client_for(okafor).get("/")

    assert "Learn it properly , with Okafor." in words(response)
    with enter(okafor):
        assert HomePage.objects.get().live


def test_platform_has_a_marketing_page(platform, client_for: Clients) -> None:
    response = client_for(platform).get("/")

    assert "Your school. Your name." in words(response)
    assert b'href="/sign-up/"' in response.content


def test_page_below_a_text_page_is_found(okafor, client_for: Clients) -> None:
    with enter(okafor):
        about = publish_text(slug="about", title="About", body=text_body("Us."))
        about.add_child(instance=TextPage(slug="method", title="Method", body=text_body("How we teach.")))

    assert "How we teach." in words(client_for(okafor).get("/about/method/"))


def test_page_with_a_password_asks_for_it(okafor, landing, client_for: Clients) -> None:
    with enter(okafor):
        PageViewRestriction.objects.create(page=landing.page_ptr, restriction_type="password", password="open sesame")

    response = client_for(okafor).get("/negotiate/")

    assert "This page opens with a password." in words(response)
    assert "They make an offer." not in words(response)


def test_page_for_members_asks_to_sign_in(okafor, landing, client_for: Clients) -> None:
    with enter(okafor):
        PageViewRestriction.objects.create(page=landing.page_ptr, restriction_type="login")

    response = client_for(okafor).get("/negotiate/")

    assert response.url == "/accounts/login/?next=/negotiate/"


def test_wagtails_own_sign_in_leads_to_ours(okafor, client_for: Clients) -> None:
    assert client_for(okafor).get("/_util/login/?next=/x/").url == "/accounts/login/?next=/x/"
