from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from marque.kit import clock
from marque.kit.money import Money
from tenant_apps.catalog import actions as catalog
from tenant_apps.catalog.models import Offer, Price
from tenant_apps.catalog.terms import BadTerms, PriceKind, Terms
from tests.tenant_apps.selling import a_product, an_offer

MONTHLY = Terms(PriceKind.SUBSCRIPTION, "month", 1, trial_days=14, minimum_terms=3)
IN_THREE = Terms(PriceKind.INSTALMENTS, "month", 1, instalments=3)

pytestmark = pytest.mark.usefixtures("in_okafor")


def ask(offer: Offer, amount: int, currency: str = "USD", **more: object) -> Price:
    return catalog.set_price(offer=offer, price=Money(amount, currency), **more)


def test_an_offer_has_options_in_several_currencies() -> None:
    offer = an_offer()

    ask(offer, 17_500, option="three", terms=IN_THREE)
    ask(offer, 16_000, "EUR", option="three", terms=IN_THREE)
    ask(offer, 45_000, "EUR")

    assert [(price.option, price.money) for price in offer.asked] == [
        ("full", Money(49_000, "USD")),
        ("full", Money(45_000, "EUR")),
        ("three", Money(17_500, "USD")),
        ("three", Money(16_000, "EUR")),
    ]


def test_a_changed_price_keeps_its_place_and_ends_the_old_one() -> None:
    offer = an_offer()
    ask(offer, 17_500, option="three", terms=IN_THREE)

    ask(offer, 54_000)

    assert [price.option for price in offer.asked] == ["full", "three"]
    assert (offer.current_price, offer.prices.count()) == (Money(54_000, "USD"), 3)


@pytest.mark.parametrize(
    ("amount", "currency", "terms", "words", "due"),
    [
        (49_000, "USD", Terms(), "$490", 49_000),
        (4_900, "USD", MONTHLY, "$49 a month", 1_000),
        (17_500, "USD", IN_THREE, "3 × $175", 18_500),
        (6_800, "JPY", Terms(PriceKind.SUBSCRIPTION, "month", 3), "¥6,800 every 3 months", 7_800),
        (14_500, "KWD", Terms(), "KWD\u00a014.500", 14_500),
        (0, "USD", Terms(PriceKind.FREE), "Free", 0),
    ],
)
def test_a_price_says_what_it_asks_and_what_is_due_today(amount, currency, terms, words, due) -> None:
    price = ask(an_offer(), amount, currency, option="new", terms=terms, setup=1_000)

    assert (str(price), price.due_today) == (words, Money(due, currency))


@pytest.mark.parametrize(
    ("terms", "amount", "field"),
    [
        (Terms(PriceKind.INSTALMENTS, "month", 1, instalments=1), 100, "instalments"),
        (Terms(PriceKind.SUBSCRIPTION), 100, "interval_count"),
        (Terms(PriceKind.SUBSCRIPTION, "month", 1, trial_days=9_000), 100, "trial_days"),
        (Terms("barter"), 100, "kind"),
    ],
)
def test_terms_that_contradict_each_other_are_refused(terms, amount, field) -> None:
    offer = an_offer()

    with pytest.raises(BadTerms) as refused:
        ask(offer, amount, option="new", terms=terms)

    assert (refused.value.field, offer.prices.count()) == (field, 1)


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "subscription"},
        {"kind": "instalments", "interval": "month", "interval_count": 1, "instalments": 1},
        {"kind": "free", "amount": 1},
        {"kind": "open", "floor_amount": 200},
        {"setup_amount": 1},
        {"option": ""},
    ],
)
def test_the_database_refuses_terms_that_do_not_fit(fields) -> None:
    offer = an_offer()

    with pytest.raises(IntegrityError), transaction.atomic():
        Price.objects.create(
            offer=offer, active_from=clock.now(), **{"option": "x", "amount": 100, "currency": "USD", **fields}
        )


def test_an_offer_with_only_subscriptions_is_sold() -> None:
    offer = catalog.create_offer(slug="club", title="Club", products=[a_product()])
    ask(offer, 4_900, option="monthly", terms=MONTHLY)

    assert catalog.publish_offer(offer=offer).state == "live"


def test_ending_an_option_keeps_the_last_one() -> None:
    offer = an_offer()
    ask(offer, 4_900, option="monthly", terms=MONTHLY)

    catalog.end_option(offer=offer, option="full")
    with pytest.raises(catalog.LastOption):
        catalog.end_option(offer=offer, option="monthly")

    assert [price.option for price in offer.asked] == ["monthly"]


def in_days(days: int):
    return clock.now() + timedelta(days=days)


@pytest.mark.parametrize(
    ("window", "limits", "taken", "state"),
    [
        ((None, None), None, 0, "live"),
        ((1, None), None, 0, "scheduled"),
        ((-2, -1), None, 0, "closed"),
        ((-2, 1), 5, 4, "live"),
        ((-2, 1), 5, 5, "sold_out"),
        ((-2, -1), 5, 5, "closed"),
    ],
)
def test_the_clock_and_the_supply_make_the_state(window, limits, taken, state) -> None:
    offer = an_offer()
    opens, closes = (day if day is None else in_days(day) for day in window)

    catalog.set_terms_of_sale(offer=offer, window=catalog.Window(opens, closes), limits=catalog.Limits(supply=limits))
    Offer.objects.update(taken=taken)

    assert Offer.objects.get().state == state
    assert list(Offer.objects.in_state(state)) == [offer]
    assert list(Offer.objects.live()) == ([offer] if state == "live" else [])


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"window": catalog.Window(in_days(2), in_days(1))}, "closes_at"),
        ({"limits": catalog.Limits(supply=0)}, "supply"),
        ({"limits": catalog.Limits(per_person=0)}, "per_person"),
        ({"access": catalog.Access(days=3, until=in_days(3))}, "until"),
    ],
)
def test_terms_of_sale_that_do_not_fit_are_refused(terms, field) -> None:
    offer = an_offer()

    with pytest.raises(catalog.BadWindow) as refused:
        catalog.set_terms_of_sale(offer=offer, **terms)

    assert refused.value.field == field


def test_a_change_of_state_is_told_once() -> None:
    offer = an_offer()
    catalog.set_terms_of_sale(offer=offer, window=catalog.Window(closes_at=in_days(1)))

    told = [
        catalog.tell_states(now=clock.now()),
        catalog.tell_states(now=in_days(2)),
        catalog.tell_states(now=in_days(2)),
    ]

    assert told == [0, 1, 0]
