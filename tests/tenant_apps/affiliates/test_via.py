"""`?via=CODE` on any page: counted, remembered, and answered by the plain address, kept pages included."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from marque.kit import clock, signing
from marque.kit.tenancy.context import enter
from tenant_apps.affiliates import actions as affiliates
from tenant_apps.affiliates import cookie
from tenant_apps.affiliates.actions import clicking
from tenant_apps.affiliates.middleware import ViaMiddleware
from tenant_apps.affiliates.models import Attribution, Referral
from tests.tenant_apps.affiliates.factories import an_affiliate, via
from tests.tenant_apps.ledger.factories import somebody
from tests.tenant_apps.orders.test_checkout import ADDRESS, form_of
from tests.tenant_apps.selling import an_offer

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def browser(client_for, okafor) -> Client:
    return client_for(okafor)


def counted() -> list[tuple[str, str, int]]:
    return list(Referral.objects.order_by("pk").values_list("affiliate__code", "landing", "clicks"))


def test_a_link_is_answered_by_the_plain_address_with_a_cookie(browser) -> None:
    an_affiliate("Fay")

    answer = browser.get("/courses/?via=FAY&q=price")

    kept = answer.cookies[via()]
    assert (answer.status_code, answer["Location"], answer["Cache-Control"]) == (302, "/courses/?q=price", "no-store")
    assert (kept["httponly"], kept["samesite"], kept["domain"], kept["path"]) == (True, "Lax", "", "/")
    assert kept["max-age"] == 30 * 86_400
    assert counted() == [("fay", "/courses/", 1)]


def test_the_cookie_tells_nothing_but_a_key_and_a_time(browser) -> None:
    affiliate = an_affiliate("Fay")

    with clock.fixed(now := clock.now()):
        token = browser.get("/?via=fay").cookies[via()].value

    assert signing.unsign(cookie.PURPOSE, token) == [str(affiliate.key), int(now.timestamp())]


def test_a_reload_counts_once_and_another_browser_again(browser, client_for, okafor) -> None:
    an_affiliate("Fay")

    for _time in "123":
        browser.get("/?via=fay")
    client_for(okafor).get("/?via=fay")

    assert counted() == [("fay", "/", 2)]


def test_a_click_on_anothers_link_replaces_the_first(browser) -> None:
    an_affiliate("Fay")
    affiliates.apply(person=somebody("Gus"), code="gus")
    an_offer()

    browser.get("/?via=fay")
    browser.get("/?via=gus")
    browser.post(ADDRESS, form_of(browser))

    assert Attribution.objects.get().affiliate.code == "gus"


@pytest.mark.parametrize("code", ["nobody", "", "%00", "x" * 500, "' OR 1=1 --"])
def test_an_unknown_code_is_taken_off_and_changes_nothing(code, browser) -> None:
    an_affiliate("Fay")
    browser.get("/?via=fay")

    answer = browser.get(f"/courses/?via={code}")

    assert (answer.status_code, answer["Location"], via() in answer.cookies) == (302, "/courses/", False)
    assert counted() == [("fay", "/", 1)]


def test_somebody_paused_is_not_counted(browser) -> None:
    affiliates.pause(affiliate=an_affiliate("Fay"), reason="Spam", by="alice")

    assert via() not in browser.get("/?via=fay").cookies
    assert counted() == []


def test_a_picture_on_somebody_elses_page_stuffs_no_cookie(browser) -> None:
    an_affiliate("Fay")

    answer = browser.get("/?via=fay", headers={"sec-fetch-dest": "image"})

    assert (via() in answer.cookies, counted()) == (False, [])


def test_no_link_leads_away() -> None:
    an_affiliate("Fay")

    request = RequestFactory().get("/", {"via": "fay"}, PATH_INFO="//evil.example/")

    assert ViaMiddleware(lambda _request: HttpResponse())(request)["Location"] == "/%2Fevil.example/"


def test_posts_and_the_studio_are_left_alone(browser) -> None:
    an_affiliate("Fay")

    assert browser.get("/studio/?via=fay")["Location"].startswith("/accounts/login/")
    assert browser.post("/courses/?via=fay").status_code == 405
    assert counted() == []


def test_a_visitor_with_the_cookie_still_gets_kept_pages(browser, kept_pages) -> None:
    an_affiliate("Fay")
    browser.get("/courses/")

    browser.get("/courses/?via=fay")
    again = browser.get("/courses/")

    assert (again["X-Cache"], via() in browser.cookies) == ("hit", True)


def test_buying_after_a_click_counts_as_theirs(browser) -> None:
    affiliate = an_affiliate("Fay")
    an_offer()

    browser.get(f"{ADDRESS}?via=fay")
    browser.post(ADDRESS, form_of(browser))

    led = Attribution.objects.get()
    assert (led.affiliate, led.way, led.order.paid_at is not None) == (affiliate, "link", True)


def test_the_code_of_another_business_means_nothing(okafor, other, client_for) -> None:
    with enter(other):
        an_affiliate("Fay")
    with enter(okafor):
        answer = client_for(okafor).get("/?via=fay")

        assert (answer.status_code, via() in answer.cookies, counted()) == (302, False, [])


def test_made_up_addresses_are_counted_together(monkeypatch) -> None:
    monkeypatch.setattr(clicking, "MOST_LANDINGS", 2)
    affiliate = an_affiliate("Fay")

    for path in ("/a/", "/b/", "/c/", "/d/", "/a/"):
        affiliates.note_click(affiliate=affiliate, landing=path)

    assert counted() == [("fay", "/a/", 2), ("fay", "/b/", 1), ("fay", "", 2)]


def test_counting_costs_one_statement(django_assert_num_queries) -> None:
    affiliate = an_affiliate("Fay")
    affiliates.note_click(affiliate=affiliate, landing="/")

    with django_assert_num_queries(1):
        affiliates.note_click(affiliate=affiliate, landing="/")


def test_a_page_without_the_parameter_asks_nothing(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        ViaMiddleware(lambda request: HttpResponse())(RequestFactory().get("/?q=via"))
