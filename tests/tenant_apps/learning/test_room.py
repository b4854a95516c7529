"""Courses that take only so many at once."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.test import Client

from marque.kit import clock
from marque.kit.money import Money
from marque.kit.pagecache import store
from tenant_apps.entitlements import actions as entitlements
from tenant_apps.entitlements.by_hand import give
from tenant_apps.learning import actions, room
from tenant_apps.learning.models import Enrolment
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Order, PaidBy
from tenant_apps.orders.quoting import Choice
from tests.tenant_apps.courses.factories import published
from tests.tenant_apps.giving import GIVER, RECIPIENT, a_gift, a_wish, giftable, somebody
from tests.tenant_apps.learning.factories import enrolment, person
from tests.tenant_apps.paths.walking import path_of
from tests.tenant_apps.selling import NAME, a_paid_order, an_offer, an_order

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


def by_hand(offer, email="dora@example.com", key=None) -> Order:
    return orders.write_down_order(
        offer=offer,
        email=email,
        name=NAME,
        amount=Money(100, "USD"),
        paid_by=PaidBy.TRANSFER,
        key=key or uuid4(),
        by=None,
    )


def test_a_gift_has_a_place_before_and_after_it_is_opened(small, deliver_facts) -> None:
    offer = an_offer("small", products=[small.product])
    gift = a_gift(offer)
    deliver_facts()
    with pytest.raises(room.CourseFull):
        an_order(offer, email="dora@example.com")

    orders.claim_gift(gift=gift, person=somebody())
    on_its_way = room.taken_in(small)
    deliver_facts()

    assert (on_its_way, room.taken_in(small)) == (1, 1)
    assert [held.person.email for held in Enrolment.objects.live()] == [RECIPIENT]


def test_a_full_course_is_not_given_away_nor_by_who_is_in_it(small) -> None:
    enrolment(small, somebody(GIVER))

    with pytest.raises(room.CourseFull):
        a_gift(an_offer("small", products=[small.product]), paid=False)


def test_an_order_that_is_changed_has_the_place_it_had(small) -> None:
    offer, key = giftable(an_offer("small", products=[small.product])), uuid4()

    for choice, email in [(Choice(gift=a_wish()), GIVER), (Choice(), GIVER), (Choice(), "dora@example.com")]:
        orders.place_order(offer=offer, email=email, name=NAME, idempotency_key=key, choice=choice)

    assert (Order.objects.count(), room.taken_in(small)) == (1, 1)


def test_an_unopened_gift_that_is_paid_back_frees_its_place(small, deliver_facts) -> None:
    gift = a_gift(an_offer("small", products=[small.product]))
    deliver_facts()

    orders.refund_order(order=gift.order, reason="Asked")
    deliver_facts()

    assert room.taken_in(small) == 0


def test_an_order_by_hand_takes_a_place_and_is_refused_where_there_is_none(small, deliver_facts) -> None:
    offer, key = an_offer("small", products=[small.product]), uuid4()
    first = by_hand(offer, key=key)
    assert (room.taken_in(small), by_hand(offer, key=key)) == (1, first)

    with pytest.raises(room.CourseFull):
        by_hand(offer, "emil@example.com")
    deliver_facts()

    assert room.taken_in(small) == 1


def test_what_was_sold_elsewhere_is_given_however_full(small, deliver_facts) -> None:
    enrolment(small)
    offer = an_offer("small", products=[small.product])

    orders.bring_in_order(
        offer=offer, email="dora@example.com", name=NAME, amount=Money(100, "USD"), paid_at=clock.now(), key=uuid4(),
        reference="7", by=None,
    )  # fmt: skip
    deliver_facts()

    assert Enrolment.objects.live().count() == 2


@pytest.mark.parametrize("bundled", [False, True])
def test_a_path_or_a_bundle_that_is_being_paid_keeps_the_last_place(bundled, small) -> None:
    path = path_of(small)
    an_order(an_offer("all", products=[small.product, path.product] if bundled else [path.product]))

    with pytest.raises(room.CourseFull):
        an_order(an_offer("small", products=[small.product]), email="dora@example.com")

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

    assert (Enrolment.objects.live().count(), small.pk in room.full_among([small])) == (2, True)


def test_the_courses_page_says_that_it_is_full(small, client_for, in_okafor, deliver_facts) -> None:
    an_offer("small", products=[small.product])
    browser = client_for(in_okafor)
    assert "/checkout/small/" in browser.get("/courses/small/").content.decode()

    enrolment(small)
    deliver_facts()

    body = browser.get("/courses/small/").content.decode()
    assert "Full at the moment" in body and "/checkout/small/" not in body


def test_the_catalogue_says_which_course_is_full(small, client_for, in_okafor, deliver_facts) -> None:
    free = published("Roomy", lessons=1)
    enrolment(small)
    deliver_facts()

    body = client_for(in_okafor).get("/courses/").content.decode()

    said = {
        title: ">Full<" in body.partition(f">{title}<")[2].partition("</article>")[0] for title in ("Small", "Roomy")
    }
    assert (said, room.full_among([small, free])) == ({"Small": True, "Roomy": False}, {small.pk})


PAGE = "/courses/small/"


@pytest.fixture
def committed(settings, in_okafor, monkeypatch, django_capture_on_commit_callbacks) -> Iterator[Callable[[], Any]]:
    """The page cache is on, and empty; gives what has a block committed."""
    settings.PAGE_CACHE = True
    monkeypatch.setattr("marque.kit.facts.outbox.nudge", lambda ids: None)
    caches["pages"].clear()
    store._near.clear()
    yield lambda: django_capture_on_commit_callbacks(execute=True)
    caches["pages"].clear()
    store._near.clear()


def shows_full(browser: Client) -> bool:
    """What a visitor reads, and the next one on the kept page."""
    body, kept = browser.get(PAGE).content.decode(), browser.get(PAGE)
    assert (kept["X-Cache"], "/checkout/small/" in body) == ("hit", "Full at the moment" not in body)
    return "Full at the moment" in body


def test_a_kept_page_says_full_from_the_order_on_and_free_when_it_is_let_go(
    small, client_for, in_okafor, committed
) -> None:
    browser = client_for(in_okafor)
    offers = [an_offer("small", products=[small.product]), an_offer("path", products=[path_of(small).product])]
    seen = [shows_full(browser)]

    for offer in offers:
        with committed():
            order = an_order(offer)
        seen.append(shows_full(browser))
        with committed():
            orders.cancel_order(order=order)
        seen.append(shows_full(browser))

    assert seen == [False, True, False, True, False]


def test_a_kept_page_says_full_when_somebody_comes_back(small, client_for, in_okafor, committed) -> None:
    an_offer("small", products=[small.product])
    browser, held = client_for(in_okafor), enrolment(small)
    actions.end_enrolment(enrolment=held)
    before = shows_full(browser)

    with committed():
        actions.enrol(person=held.person, course=small)

    assert (before, shows_full(browser)) == (False, True)
