from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from marque.kit import clock
from marque.kit.mail.models import SentEmail
from marque.kit.money import Money
from shared_apps.integrations.ports import payments as port
from tenant_apps.catalog import actions as catalog
from tenant_apps.catalog.models import Coupon, Offer, Waiting
from tenant_apps.catalog.terms import PriceKind, Terms
from tenant_apps.entitlements import actions as entitlements
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Order, PaymentState
from tenant_apps.orders.queries import ordered_ahead
from tenant_apps.orders.quoting import Choice
from tests.tenant_apps.coupons import a_coupon
from tests.tenant_apps.selling import EMAIL, NAME, a_paid_order, an_offer, an_order

pytestmark = pytest.mark.usefixtures("in_okafor", "parcels")
OTHER = "jonas@example.com"


def limited(supply: int | None = None, per_person: int | None = None) -> Offer:
    return catalog.set_terms_of_sale(offer=an_offer(), limits=catalog.Limits(supply, per_person))


def taken() -> int:
    return Offer.objects.get().taken


def test_place_order_of_the_last_seat_leaves_none() -> None:
    offer = limited(supply=1)
    an_order(offer)

    with pytest.raises(catalog.SoldOut):
        an_order(offer, email=OTHER)

    assert (Order.objects.count(), taken(), Offer.objects.get().state) == (1, 1, "sold_out")


def test_place_order_again_keeps_its_seat() -> None:
    offer, key = limited(supply=1), uuid4()

    an_order(offer, key=key)
    an_order(offer, key=key, email=OTHER)

    assert taken() == 1


def test_a_seat_nobody_pays_for_goes_back_after_a_quarter_of_an_hour() -> None:
    offer = limited(supply=1)
    an_order(offer)
    now = clock.now()

    released = [orders.release_overheld(now=now + timedelta(minutes=minutes)) for minutes in (14, 16, 17)]

    assert (released, taken()) == ([0, 1, 0], 0)


def late_money(order: Order, *, meanwhile: Callable[[], object] = bool) -> tuple[str, bool]:
    """Given up, let go of, and paid after all: the state of the payment, and whether the order is paid."""
    payment, _fresh = orders.start_payment(order=order, method="tok")
    orders.give_up(payment=payment)
    orders.release_overheld(now=clock.now() + timedelta(minutes=16))
    meanwhile()
    came = port.PaymentResult(port.PaymentState.SUCCEEDED, "sbx_late", order.total_amount, "USD")
    paid = orders.record_payment(payment=payment, result=came)
    return paid.state, Order.objects.get(pk=order.pk).paid_at is not None


def test_late_money_takes_its_seat_again() -> None:
    answer = late_money(an_order(limited(supply=1)))

    assert (answer, taken()) == ((PaymentState.SUCCEEDED, True), 1)


def test_late_money_for_a_seat_that_another_has_pays_nothing() -> None:
    offer = limited(supply=1)

    answer = late_money(an_order(offer), meanwhile=lambda: a_paid_order(offer, email=OTHER))

    assert (answer, taken()) == ((PaymentState.FAILED, False), 1)


def test_late_money_takes_its_coupon_again_or_pays_nothing() -> None:
    a_coupon("TEN", total_limit=1)
    offer, choice = an_offer(), Choice(codes=("TEN",))

    def buy(email: str) -> Order:
        return orders.place_order(offer=offer, email=email, name=NAME, idempotency_key=uuid4(), choice=choice)

    refused = late_money(buy(EMAIL), meanwhile=lambda: buy(OTHER))
    orders.release_overheld(now=clock.now() + timedelta(minutes=32))
    paid = late_money(buy(EMAIL))

    assert (refused, paid, Coupon.objects.get().used) == (
        (PaymentState.FAILED, False),
        (PaymentState.SUCCEEDED, True),
        1,
    )


def test_a_seat_that_was_paid_for_stays_until_it_is_refunded(deliver_facts) -> None:
    order = a_paid_order(limited(supply=1))
    kept = [orders.release_overheld(now=clock.now() + timedelta(days=1)), taken()]

    orders.refund_order(order=order, reason="Changed their mind")
    deliver_facts()

    assert (kept, taken()) == ([0, 1], 0)


def test_cancelling_an_order_gives_its_seat_back() -> None:
    order = an_order(limited(supply=1))

    orders.cancel_order(order=order)

    assert taken() == 0


def test_one_person_buys_no_more_than_one_may() -> None:
    offer = limited(per_person=1)
    a_paid_order(offer)

    with pytest.raises(orders.TooManyForOne) as refused:
        an_order(offer)
    an_order(offer, email=OTHER)

    assert "One person can buy this once" in str(refused.value)
    assert (Order.objects.count(), taken()) == (2, 2)


def test_a_limit_below_what_is_sold_stops_the_sale() -> None:
    a_paid_order(offer := an_offer())
    a_paid_order(offer, email=OTHER)

    catalog.set_terms_of_sale(offer=offer, limits=catalog.Limits(supply=1))

    assert (Offer.objects.get().state, taken()) == ("sold_out", 2)


def test_a_freed_seat_is_held_for_the_first_in_line() -> None:
    offer = limited(supply=1)
    order = an_order(offer)
    first = catalog.join_line(offer=offer, email=OTHER)
    second = catalog.join_line(offer=offer, email="mina@example.com")

    orders.cancel_order(order=order)

    first.refresh_from_db(), second.refresh_from_db()
    assert (first.invited_at is None, second.invited_at is None, taken()) == (False, True, 1)
    with pytest.raises(catalog.SoldOut):
        an_order(offer)


def test_who_was_invited_buys_with_the_seat_that_is_held() -> None:
    offer = limited(supply=1)
    order = an_order(offer)
    place = catalog.join_line(offer=offer, email=OTHER)
    orders.cancel_order(order=order)
    place.refresh_from_db()

    orders.place_order(offer=offer, email=OTHER, name=NAME, idempotency_key=uuid4(), choice=Choice(place=place))

    place.refresh_from_db()
    assert (place.bought_at is None, taken()) == (False, 1)


def test_a_place_is_not_for_somebody_else() -> None:
    offer = limited(supply=1)
    order = an_order(offer)
    place = catalog.join_line(offer=offer, email=OTHER)
    orders.cancel_order(order=order)

    with pytest.raises(catalog.SoldOut):
        orders.place_order(offer=offer, email=EMAIL, name=NAME, idempotency_key=uuid4(), choice=Choice(place=place))


def test_an_invitation_that_lapses_goes_to_the_next() -> None:
    offer = limited(supply=1)
    order = an_order(offer)
    places = [catalog.join_line(offer=offer, email=email) for email in (OTHER, "mina@example.com")]
    orders.cancel_order(order=order)

    lapsed = catalog.lapse_invitations(now=clock.now() + timedelta(hours=25))

    first, second = (Waiting.objects.get(pk=place.pk) for place in places)
    assert (lapsed, first.lapsed_at is None, second.invited_at is None, taken()) == (1, False, False, 1)


def test_an_invitation_is_one_email_with_a_link(deliver_facts) -> None:
    offer = limited(supply=1)
    order = an_order(offer)
    catalog.join_line(offer=offer, email=OTHER)
    orders.cancel_order(order=order)

    deliver_facts()

    letter = SentEmail.objects.get(purpose="waiting-list")
    assert (letter.to, letter.subject) == ([OTHER], "A place in The Second Number is yours until tomorrow")
    assert "/checkout/second-number/?place=" in letter.text


def test_join_line_of_an_offer_with_seats_is_refused() -> None:
    with pytest.raises(catalog.NotSoldOut):
        catalog.join_line(offer=limited(supply=1), email=OTHER)


def test_what_was_bought_keeps_its_terms_when_the_offer_changes(deliver_facts) -> None:
    offer = catalog.set_terms_of_sale(offer=an_offer(), access=catalog.Access(days=30))
    order = a_paid_order(offer)
    catalog.set_price(offer=offer, price=Money(99_000, "USD"))
    catalog.set_terms_of_sale(offer=offer, access=catalog.Access(days=1))

    deliver_facts()

    line = order.lines.get()
    assert (line.amount, line.price.amount, line.terms["amount"]) == (49_000, 49_000, 49_000)
    assert Entitlement.objects.get().expires_at == order.paid_at + timedelta(days=30)


def test_a_preorder_is_given_on_its_day(deliver_facts) -> None:
    day = clock.now() + timedelta(days=10)
    offer = catalog.set_terms_of_sale(offer=an_offer(), window=catalog.Window(delivers_at=day))
    a_paid_order(offer)
    deliver_facts()
    before = Entitlement.objects.count()

    given = [entitlements.deliver_due(now=day + timedelta(minutes=minutes)) for minutes in (-1, 1, 2)]

    assert (before, given, Entitlement.objects.count()) == (0, [0, 1, 0], 1)


def test_what_was_ordered_ahead_is_told_until_its_day_or_its_refund() -> None:
    day = clock.now() + timedelta(days=10)
    offer = catalog.set_terms_of_sale(offer=an_offer(), window=catalog.Window(delivers_at=day))
    order = a_paid_order(offer)

    ahead = [ordered_ahead(order.buyer, moment).count() for moment in (clock.now(), day + timedelta(minutes=1))]
    orders.refund_order(order=order, reason="Asked for it", by=None)

    assert (ahead, ordered_ahead(order.buyer, clock.now()).count()) == ([1, 0], 0)


def test_the_buyer_names_the_price_above_the_floor() -> None:
    offer = an_offer()
    catalog.set_price(offer=offer, price=Money(2_000, "USD"), option="open", terms=Terms(PriceKind.OPEN), floor=500)

    def named(amount: int) -> Order:
        choice = Choice(option="open", amount=Money(amount, "USD"))
        return orders.place_order(offer=offer, email=EMAIL, name=NAME, idempotency_key=uuid4(), choice=choice)

    assert named(500).total == Money(500, "USD")
    for wrong in (499, 0, -1, 10**40):
        with pytest.raises(orders.BelowFloor):
            named(wrong)
