from datetime import UTC, datetime

import pytest
from django.test import Client
from wagtail.users.models import UserProfile

from marque.kit.money import Money
from tenant_apps.accounts.models import Role, User
from tenant_apps.catalog import actions as catalog
from tenant_apps.catalog.models import Offer, Waiting
from tests.tenant_apps.roles import browser_of
from tests.tenant_apps.selling import an_offer, an_order
from themes.actions import update_brand

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def alice(client_for, okafor) -> Client:
    return browser_of(client_for, okafor, Role.OWNER)


def place(offer: Offer, page: str) -> str:
    return f"/studio/offers/{offer.key}/{page}/"


def test_adding_three_payments_in_three_currencies(alice) -> None:
    offer = an_offer()
    typed = {"kind": "instalments", "amount": "175", "others": "160 EUR\n26000 JPY\n52.500 KWD"}

    alice.post(place(offer, "prices"), {**typed, "interval": "month", "interval_count": "1", "instalments": "3"})

    assert [(p.option, p.words) for p in offer.prices.active().exclude(option="full")] == [
        ("3-payments", "3 × $175"),
        ("3-payments", "3 × €160"),
        ("3-payments", "3 × ¥26,000"),
        ("3-payments", "3 × KWD\u00a052.500"),
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amount": ""}, "Write an amount, or choose “Free”."),
        ({"amount": "-5"}, "A price cannot be below zero."),
        ({"amount": "9" * 23}, "That is more than a card can pay."),
        ({"others": "45 XXY"}, "is not an amount with a currency"),
        ({"others": "1.5 JPY"}, "Write an amount such as"),
        ({"others": "45 EUR\n46 EUR"}, "EUR is there twice."),
        ({"kind": "instalments", "instalments": "1"}, "greater than or equal to 2"),
        ({"kind": "open", "floor": "600"}, "cannot be below the least you accept"),
    ],
)
def test_a_wrong_price_says_what_to_do(changes, words, alice) -> None:
    offer = an_offer()

    page = alice.post(place(offer, "prices"), {"kind": "one_time", "amount": "490", **changes})

    assert (page.status_code, offer.prices.count()) == (422, 1)
    assert words in page.content.decode()


def test_ending_the_last_price_of_a_live_offer_is_refused(alice) -> None:
    offer = an_offer()

    page = alice.post(place(offer, "prices"), {"end": "full"}, follow=True)

    assert (offer.prices.active().count(), "needs a price" in page.content.decode()) == (1, True)


def test_terms_of_sale_are_saved(alice) -> None:
    offer = an_offer()

    alice.post(place(offer, "sale"), {"closes_at": "2040-01-31T09:00", "supply": "50", "days": "90"})

    offer.refresh_from_db()
    assert (offer.closes_at.year, offer.supply_limit, offer.access_days, offer.opens_at) == (2040, 50, 90, None)


def test_hours_are_those_of_the_business(alice) -> None:
    offer = an_offer()
    update_brand(time_zone="Asia/Kolkata")

    alice.post(place(offer, "sale"), {"closes_at": "2040-01-31T09:00"})

    offer.refresh_from_db()
    assert offer.closes_at == datetime(2040, 1, 31, 3, 30, tzinfo=UTC)
    assert "2040-01-31T09:00" in alice.get(place(offer, "sale")).content.decode()


def test_hours_are_those_whoever_works_here_chose(alice, okafor) -> None:
    offer = an_offer()
    update_brand(time_zone="Asia/Kolkata")
    UserProfile.objects.create(user=User.objects.get(pk=alice.session["_auth_user_id"]), current_time_zone="Asia/Tokyo")

    alice.post(place(offer, "sale"), {"closes_at": "2040-01-31T09:00"})

    offer.refresh_from_db()
    assert offer.closes_at == datetime(2040, 1, 31, tzinfo=UTC)


def test_a_window_that_closes_before_it_opens_says_so(alice) -> None:
    page = alice.post(place(an_offer(), "sale"), {"opens_at": "2040-02-01T09:00", "closes_at": "2040-01-31T09:00"})

    assert (page.status_code, "has to close after it opens" in page.content.decode()) == (422, True)


def test_the_line_shows_who_waits_and_lets_them_go(alice) -> None:
    offer = catalog.set_terms_of_sale(offer=an_offer(), limits=catalog.Limits(supply=1))
    an_order(offer)
    waiting = catalog.join_line(offer=offer, email="jonas@example.com")

    page = alice.get(place(offer, "line"))
    alice.post(place(offer, "line"), {"place": waiting.key})

    assert ("jonas@example.com" in page.content.decode(), Waiting.objects.count()) == (True, 0)


@pytest.mark.parametrize("page", ["prices", "sale", "line"])
@pytest.mark.parametrize("role", [Role.SUPPORT, Role.LEARNER])
def test_others_see_and_change_nothing(page, role, client_for, okafor) -> None:
    offer = an_offer()

    answer = browser_of(client_for, okafor, role).post(place(offer, page), {"end": "full"})

    assert (answer.status_code in (302, 403), Offer.objects.get().current_price) == (True, Money(49_000, "USD"))
