"""What a person sees and does at /account/subscriptions/, by the link of an email, and the creator in the Studio."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tenant_apps.accounts.models import Role
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Subscription
from tenant_apps.orders.subscriptions import card_path, patience
from tests.tenant_apps.roles import BACKEND, browser_of
from tests.tenant_apps.selling import DECLINED, card_fields
from tests.tenant_apps.subscribing import FAILS_LATER, MONTHLY, a_subscription, renew

LIST = "/studio/subscriptions/"
QUERIES = 11
NOW = timezone.now().replace(microsecond=0)

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def held() -> Subscription:
    return a_subscription(at=NOW)


@pytest.fixture
def alice(client_for, okafor) -> Client:
    return browser_of(client_for, okafor, Role.OWNER)


@pytest.fixture
def sofia(client_for, okafor, held) -> Client:
    """The subscriber, signed in."""
    order = orders.open_account(order=held.order)
    browser = client_for(okafor)
    browser.force_login(order.opened_account, backend=BACKEND)
    return browser


def at(held: Subscription, act: str = "") -> str:
    return f"/account/subscriptions/{held.code}/{act}"


def overdue(**more) -> Subscription:
    held = a_subscription(card=FAILS_LATER, at=NOW - timedelta(days=40), **more)
    return renew(held, held.due_at)


def test_the_page_says_price_card_and_next_payment(sofia, held) -> None:
    page = sofia.get(at(held)).content.decode()

    for words in ("$49.00", "Visa ending 4242", f"{held.period_ends_at:%-d %B %Y}", at(held, "ending/")):
        assert words in page
    assert f'href="{at(held)}"' in sofia.get("/account/").content.decode()


def test_a_stranger_finds_nothing_and_nobody_signs_in_first(client_for, okafor, alice, held) -> None:
    assert alice.get(at(held)).status_code == 404
    assert client_for(okafor).get(at(held)).headers["Location"].startswith("/accounts/login/")


def test_ending_asks_first_and_is_taken_back_with_one_press(sofia, held) -> None:
    asked = sofia.get(at(held, "ending/")).content.decode()
    sofia.post(at(held, "ending/"), {"when": "later"})
    ending = Subscription.objects.get().state
    sofia.post(at(held, "continuation/"))

    assert f"On {held.period_ends_at:%-d %B %Y}, when what is paid is over" in asked
    assert (ending, Subscription.objects.get().state) == ("cancelled", "active")


def test_a_pause_until_yesterday_is_refused_at_its_field(sofia, held) -> None:
    page = sofia.post(at(held, "pause/"), {"resumes_at": "2020-01-01"})

    assert (page.status_code, Subscription.objects.get().state) == (422, "active")
    assert "Choose a day between tomorrow and a year from now." in page.content.decode()


def test_an_act_that_is_not_offered_now_leads_back(sofia, held) -> None:
    answer = sofia.post(at(held, "resumption/"))

    assert (answer.status_code, answer.headers["Location"]) == (302, at(held))
    assert sofia.get(at(held, "teleport/")).status_code == 404


def test_the_rest_of_a_plan_is_paid_from_its_page(client_for, okafor) -> None:
    plan = a_subscription(replace(MONTHLY, instalments=3), at=NOW)
    browser = client_for(okafor)
    browser.force_login(orders.open_account(order=plan.order).opened_account, backend=BACKEND)

    asked = browser.get(at(plan, "rest/")).content.decode()
    browser.post(at(plan, "rest/"))

    assert "$98.00 for the 2 payments left is charged now to Visa ending 4242." in asked
    assert (Subscription.objects.get().ended_because, browser.get(at(plan, "ending/")).status_code) == (
        "completed",
        302,
    )


def test_the_link_of_an_email_pays_without_signing_in(client_for, okafor) -> None:
    held = overdue()
    browser, place = client_for(okafor), card_path(held)

    asked = browser.get(place).content.decode()
    refused = browser.post(place, card_fields(DECLINED))
    paid = browser.post(place, card_fields())

    assert ("$49" in asked, held.person.email in asked) == (True, False)
    assert (refused.status_code, paid.status_code) == (402, 200)
    assert (Subscription.objects.get().state, Subscription.objects.get().terms_paid) == ("active", 2)


def test_a_link_that_was_changed_opens_nothing(client_for, okafor) -> None:
    place = card_path(overdue())

    assert client_for(okafor).get(place.replace("/card/", "x/card/")).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(rows, alice, django_assert_num_queries) -> None:
    first = a_subscription(at=NOW)
    for number in range(rows - 1):
        a_subscription(at=NOW, offer=first.offer, email=f"buyer{number}@example.com")
    alice.get(LIST)

    with django_assert_num_queries(QUERIES):
        page = alice.get(LIST)

    assert page.content.decode().count("$49.00 a month") == rows


def test_search_and_state_narrow_the_list(alice, held) -> None:
    late = overdue(offer=held.offer, email="joel@example.com")

    found = [
        alice.get(f"{LIST}results/?{query}").content.decode() for query in ("q=joel", "state=past_due", "state=active")
    ]

    assert [(late.code in page, held.code in page) for page in found] == [(True, False), (True, False), (False, True)]


def test_the_creator_ends_one_and_support_may_not(alice, client_for, okafor, held) -> None:
    place = f"{LIST}{held.code}/ending/"
    ursula = browser_of(client_for, okafor, Role.SUPPORT)

    refused = ursula.post(place, {"when": "now"}).status_code
    looked = ursula.get(f"{LIST}{held.code}/").status_code
    alice.post(place, {"when": "now"})

    assert (refused, looked, Subscription.objects.get().state) == (302, 200, "ended")


def test_the_figures_show_revenue_with_a_table_behind_the_chart(alice, held) -> None:
    page = alice.get(f"{LIST}figures/").content.decode()

    for words in ("$49", '<svg class="chart"', "Show the numbers", "1 subscription pays"):
        assert words in page


def test_the_creator_sets_how_patient_they_are(alice) -> None:
    form = {"retry_days": "2, 4", "grace_days": 1, "reminder_days": 5, "win_back_days": 30}

    saved = alice.post(f"{LIST}settings/", form)
    wrong = alice.post(f"{LIST}settings/", form | {"retry_days": "4, 2"})

    assert (saved.status_code, wrong.status_code) == (302, 422)
    assert "rising days" in wrong.content.decode()
    assert patience().retry_days == [2, 4]
