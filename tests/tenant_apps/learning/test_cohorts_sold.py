"""Cohorts that an offer sells: whoever bought it is in, in whatever way, and no more than there are seats."""

from datetime import date

import pytest

from marque.kit.facts.models import Event
from marque.kit.tenancy.context import enter
from tenant_apps.catalog.models import Offer, Product
from tenant_apps.courses.models import Course
from tenant_apps.entitlements import actions as entitlements
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.learning import actions, room
from tenant_apps.learning.models import Cohort, CohortPlace, Enrolment
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Order, OrderCounter
from tenant_apps.people.models import Person
from tests.tenant_apps.courses.factories import creator, published
from tests.tenant_apps.crowding import at_once
from tests.tenant_apps.giving import a_gift, a_team, a_team_offer, somebody
from tests.tenant_apps.learning.factories import enrolment, person
from tests.tenant_apps.selling import a_paid_order, an_offer, an_order
from tests.tenant_apps.subscribing import a_subscription

in_okafor = pytest.mark.usefixtures("in_okafor")


def sold(seats: int | None = 1) -> tuple[Course, Offer, Cohort]:
    """A cohort of a course, and the offer that sells places in it."""
    made = published(lessons=1)
    offer = an_offer("together", products=[made.product])
    return made, offer, cohort_of(made, offer, seats)


def cohort_of(made: Course, offer: Offer, seats: int | None = None) -> Cohort:
    about = {"name": "December", "starts_on": date(2027, 12, 1), "seats": seats, "offer": offer}
    return actions.save_cohort(course=made, **about)


def inside() -> list[str]:
    return sorted(CohortPlace.objects.values_list("enrolment__person__email", flat=True))


@in_okafor
def test_no_more_are_sold_than_there_are_seats(deliver_facts) -> None:
    _course, offer, _cohort = sold()
    an_order(offer, email="dora@example.com")

    with pytest.raises(room.CohortSoldOut, match="“December” is full: its 1 places"):
        an_order(offer, email="emil@example.com")

    a_paid_order(offer, email="dora@example.com")
    deliver_facts()
    with pytest.raises(room.CohortSoldOut):
        an_order(offer, email="emil@example.com")
    assert inside() == ["dora@example.com"]


@in_okafor
def test_a_place_given_by_hand_is_not_sold_again_and_one_that_is_left_is(deliver_facts) -> None:
    made, offer, cohort = sold()
    given = enrolment(made, person("ann@example.com"))
    actions.place(cohort=cohort, enrolment=given)
    with pytest.raises(room.CohortSoldOut):
        an_order(offer, email="emil@example.com")

    actions.leave_cohort(enrolment=given)
    a_paid_order(offer, email="emil@example.com")
    deliver_facts()

    assert inside() == ["emil@example.com"]


@in_okafor
def test_the_course_itself_stays_on_sale_beside_a_full_cohort(deliver_facts) -> None:
    made, offer, _cohort = sold()
    a_paid_order(offer, email="dora@example.com")
    deliver_facts()

    alone = a_paid_order(an_offer("alone", products=[made.product]), email="emil@example.com")
    deliver_facts()

    assert (alone.paid_at is not None, inside()) == (True, ["dora@example.com"])


@in_okafor
def test_a_gift_keeps_its_place_until_it_is_opened(deliver_facts) -> None:
    _course, offer, _cohort = sold()
    gift = a_gift(offer)
    deliver_facts()
    with pytest.raises(room.CohortSoldOut):
        an_order(offer, email="dora@example.com")

    orders.claim_gift(gift=gift, person=somebody())
    deliver_facts()

    assert inside() == [somebody().email]


@in_okafor
def test_who_takes_a_seat_of_a_team_is_in_the_cohort_it_bought(deliver_facts) -> None:
    made = published(lessons=1)
    offer = a_team_offer(product=made.product)
    cohort_of(made, offer)
    team = a_team(offer)
    deliver_facts()

    orders.take_seat(team=team, person=somebody("joel@example.com"), link_key=team.link_key)
    deliver_facts()

    assert inside() == ["joel@example.com"]


@in_okafor
def test_who_subscribes_is_in_the_cohort_the_offer_sells(deliver_facts) -> None:
    _course, offer, _cohort = sold()

    a_subscription(offer=offer, email="dora@example.com")
    deliver_facts()

    assert inside() == ["dora@example.com"]


@in_okafor
def test_nobody_is_put_by_hand_where_a_place_is_being_paid(deliver_facts) -> None:
    made, offer, cohort = sold()
    an_order(offer, email="dora@example.com")

    with pytest.raises(actions.CohortFull):
        actions.place(cohort=cohort, enrolment=enrolment(made, person("ann@example.com")))

    a_paid_order(offer, email="dora@example.com")
    deliver_facts()
    assert inside() == ["dora@example.com"]


@in_okafor
def test_two_cohorts_in_one_order_are_each_asked(deliver_facts) -> None:
    made, offer, _cohort = sold()
    other = published("Other", lessons=1)
    both = an_offer("both", products=[made.product, other.product])
    actions.save_cohort(course=other, name="Full", starts_on=date(2027, 12, 1), seats=1, offer=both)
    a_paid_order(both, email="ann@example.com")
    deliver_facts()

    with pytest.raises(room.CohortSoldOut, match="“Full” is full"):
        an_order(both, email="dora@example.com")
    assert an_order(offer, email="dora@example.com").pk


def test_the_last_place_goes_to_one_of_many_at_the_till(okafor, real_commits, monkeypatch) -> None:
    monkeypatch.setattr("marque.kit.facts.outbox.nudge", lambda ids: None)
    with enter(okafor):
        _course, offer, _cohort = sold()

    def buy(number: int) -> bool:
        try:
            return bool(an_order(offer, email=f"buyer{number}@example.com").pk)
        except room.CohortSoldOut:
            return False

    bought = at_once(okafor, 4, buy)
    with enter(okafor):
        for model in (Order, Course, Offer, Product, OrderCounter, Event, Person):
            model.objects.all().delete()
    assert sum(bought) == 1


@in_okafor
def test_what_comes_back_finds_them_where_the_team_moved_them(deliver_facts) -> None:
    made, offer, _cohort = sold(seats=None)
    a_subscription(offer=offer, email="dora@example.com")
    deliver_facts()
    march = actions.save_cohort(course=made, name="March", starts_on=date(2028, 3, 1))
    actions.place(cohort=march, enrolment=Enrolment.objects.get())

    held = entitlements.revoke(entitlement=Entitlement.objects.get())
    ended = Enrolment.objects.live().exists()
    entitlements.grant(person=held.person, product=held.product, source=held.source)

    assert (ended, Enrolment.objects.live().count()) == (False, 1)
    assert CohortPlace.objects.get().cohort == march


def test_the_studio_says_what_becomes_of_a_place_that_was_bought(client_for, okafor) -> None:
    with enter(okafor):
        made, _offer, cohort = sold()
        given = enrolment(made, person("ann@example.com"))
        actions.place(cohort=cohort, enrolment=given)

    page = f"/studio/courses/{made.key}/cohorts/{cohort.key}/"
    answer = creator(client_for, okafor).post(f"{page}places/{given.key}/removal/", follow=True)

    assert "They are out. The place can be sold again." in answer.text
    with enter(okafor):
        assert inside() == []
