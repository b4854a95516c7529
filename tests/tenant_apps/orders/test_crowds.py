"""Crowds: only real commits show whether the last seat is sold once."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections

from marque.kit.facts.models import Event
from marque.kit.tenancy.context import CurrentTenant, enter
from tenant_apps.catalog import actions as catalog
from tenant_apps.catalog.discounts import CouponRefused
from tenant_apps.catalog.models import Coupon, Offer, Product
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Order, OrderCounter, Seat, Team
from tenant_apps.orders.quoting import Choice
from tenant_apps.people.models import Person
from tests.tenant_apps.coupons import a_coupon
from tests.tenant_apps.giving import a_gift, a_team, somebody
from tests.tenant_apps.selling import NAME, an_offer, an_order

BUYERS, SEATS, AT_ONCE, ROUNDS = 200, 50, 16, 3


@pytest.fixture
def committed(okafor, real_commits, monkeypatch) -> Iterator[CurrentTenant]:
    """A tenant whose rows are really there, and are removed after."""
    monkeypatch.setattr("marque.kit.facts.outbox.nudge", lambda ids: None)
    yield okafor
    with enter(okafor):
        Order.objects.all().delete()
        Coupon.objects.all().delete()
        Offer.objects.all().delete()
        for model in (Product, OrderCounter, Event, Person):
            model.objects.all().delete()


def crowd(tenant: CurrentTenant, buyers: int, buy: Callable[[int], str]) -> Counter[str]:
    """What became of so many buyers, all through the door together, sixteen connections at a time."""
    start = Barrier(AT_ONCE)

    def come(number: int) -> str:
        try:
            with enter(tenant):
                if number < AT_ONCE:
                    start.wait(30)
                return buy(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return Counter(threads.map(come, range(buyers)))


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_hundred_buyers_for_fifty_seats_buy_fifty(committed, _round) -> None:
    with enter(committed):
        offer = catalog.set_terms_of_sale(offer=an_offer(price=0), limits=catalog.Limits(supply=SEATS))

    def buy(number: int) -> str:
        try:
            order = an_order(offer, email=f"buyer-{number}@example.com")
        except catalog.SoldOut:
            return "sold out"
        return "sold" if orders.settle_free(order=order).paid_at else "lost"

    outcomes = crowd(committed, BUYERS, buy)

    with enter(committed):
        assert outcomes == {"sold": SEATS, "sold out": BUYERS - SEATS}
        assert (Offer.objects.get().taken, Order.objects.paid().count(), Order.objects.count()) == (SEATS,) * 3


def test_one_person_in_many_windows_buys_as_many_as_one_may(committed) -> None:
    with enter(committed):
        offer = catalog.set_terms_of_sale(offer=an_offer(price=0), limits=catalog.Limits(per_person=2))
        Person.objects.create(email="sofia@studiobrandt.de")

    def buy(_number: int) -> str:
        try:
            an_order(offer, key=uuid4())
        except orders.TooManyForOne:
            return "refused"
        return "bought"

    assert crowd(committed, AT_ONCE * 2, buy) == {"bought": 2, "refused": AT_ONCE * 2 - 2}


def test_fifty_checkouts_spend_a_coupon_for_ten_ten_times(committed) -> None:
    with enter(committed):
        offer, _coupon = an_offer(), a_coupon("TEN", total_limit=10)

    def buy(number: int) -> str:
        email, choice = f"buyer-{number}@example.com", Choice(codes=("TEN",))
        try:
            orders.place_order(offer=offer, email=email, name=NAME, idempotency_key=uuid4(), choice=choice)
        except CouponRefused:
            return "refused"
        return "used"

    outcomes = crowd(committed, 50, buy)

    with enter(committed):
        assert outcomes == {"used": 10, "refused": 40}
        assert (Coupon.objects.get().used, Order.objects.count()) == (10, 10)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_fifty_who_open_a_teams_link_at_once_take_ten_seats(committed, _round) -> None:
    with enter(committed):
        team = a_team(seats=10, most=10, price=0)

    def come(number: int) -> str:
        try:
            seat = orders.take_seat(team=team, person=somebody(f"member-{number}@example.com"), link_key=team.link_key)
        except orders.TeamFull:
            return "full"
        return "in" if seat.taken_at else "lost"

    outcomes = crowd(committed, 50, come)

    with enter(committed):
        assert outcomes == {"in": 10, "full": 40}
        assert (Team.objects.get().used, Seat.objects.taken().count()) == (10, 10)


def test_one_person_at_once_in_many_windows_takes_one_seat(committed) -> None:
    with enter(committed):
        team, person = a_team(seats=10, most=10, price=0), somebody()

    def come(_number: int) -> str:
        return str(orders.take_seat(team=team, person=person, link_key=team.link_key).pk)

    assert list(crowd(committed, AT_ONCE * 2, come).values()) == [AT_ONCE * 2]


def test_a_gift_opened_by_many_at_once_is_one_persons(committed) -> None:
    with enter(committed):
        gift = a_gift(an_offer(price=0), paid=False)
        orders.settle_free(order=gift.order)

    def come(number: int) -> str:
        try:
            orders.claim_gift(gift=gift, person=somebody(f"friend-{number}@example.com"))
        except orders.GiftOpened:
            return "too late"
        return "theirs"

    assert crowd(committed, AT_ONCE, come) == {"theirs": 1, "too late": AT_ONCE - 1}
