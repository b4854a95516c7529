"""Courses that take only so many at once."""

import pytest

from tenant_apps.entitlements import actions as entitlements
from tenant_apps.entitlements.by_hand import give
from tenant_apps.learning import actions, room
from tenant_apps.learning.models import Enrolment
from tests.tenant_apps.courses.factories import published
from tests.tenant_apps.learning.factories import enrolment, person
from tests.tenant_apps.paths.walking import path_of
from tests.tenant_apps.selling import a_paid_order, an_offer, an_order

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def small():
    """A course for one."""
    made = published("Small", lessons=1)
    actions.set_capacity(course=made, seats=1)
    return made


def test_a_full_course_is_neither_sold_nor_given(small) -> None:
    enrolment(small)
    dora = person("dora@example.com")

    with pytest.raises(room.CourseFull, match="“Small” is full: 1"):
        an_order(an_offer("small", products=[small.product]))
    with pytest.raises(room.CourseFull):
        give(person=dora, product=small.product, reason="A friend", by=None)
    with pytest.raises(room.CourseFull):
        give(person=dora, product=path_of(small).product, reason="A friend", by=None)


def test_who_has_a_place_needs_no_other(small) -> None:
    held = enrolment(small)

    given = give(person=held.person, product=small.product, reason="For longer", by=None)

    assert given.pk


def test_an_order_that_is_being_paid_keeps_the_last_place(small, deliver_facts) -> None:
    offer = an_offer("small", products=[small.product])
    an_order(offer, email="dora@example.com")

    with pytest.raises(room.CourseFull):
        an_order(offer, email="emil@example.com")

    a_paid_order(offer, email="dora@example.com")
    deliver_facts()
    assert room.taken_in(small) == 1


def test_a_place_that_ended_is_free_again(small) -> None:
    carol, dora = person(), person("dora@example.com")
    held = give(person=carol, product=small.product, reason="A friend", by=None)

    entitlements.revoke(entitlement=held)

    assert give(person=dora, product=small.product, reason="A friend", by=None).pk
    assert Enrolment.objects.live().get().person == dora


def test_a_limit_below_who_is_there_ends_nobodys_place(small) -> None:
    actions.set_capacity(course=small, seats=None)
    for name in ("carol", "dora"):
        enrolment(small, person(f"{name}@example.com"))

    actions.set_capacity(course=small, seats=1)

    assert (Enrolment.objects.live().count(), room.is_full(small)) == (2, True)


def test_the_courses_page_says_that_it_is_full(small, client_for, in_okafor, deliver_facts) -> None:
    an_offer("small", products=[small.product])
    browser = client_for(in_okafor)
    assert "/checkout/small/" in browser.get("/courses/small/").content.decode()

    enrolment(small)
    deliver_facts()

    body = browser.get("/courses/small/").content.decode()
    assert "Full at the moment" in body and "/checkout/small/" not in body
