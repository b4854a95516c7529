"""Gifts: bought by one, opened by another, taken back with the money."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from marque.kit import clock
from marque.kit.facts.sweep import deliver_pending
from marque.kit.mail.models import SentEmail
from marque.kit.money import Money
from tenant_apps.catalog import actions as catalog
from tenant_apps.catalog.terms import PriceKind, Terms
from tenant_apps.entitlements.explaining import explain
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.orders import actions as orders
from tenant_apps.orders.gifts import gift_of_link, opening_path
from tenant_apps.orders.models import Gift, GiftState
from tests.tenant_apps.giving import GIVER, MONTHLY, RECIPIENT, a_gift, a_wish, giftable, somebody
from tests.tenant_apps.selling import EMAIL, a_paid_order, a_product, an_offer
from tests.tenant_apps.subscribing import day

pytestmark = pytest.mark.usefixtures("in_okafor", "parcels")


def fresh(gift: Gift) -> Gift:
    return Gift.objects.select_related("order").get(pk=gift.pk)


def letters(purpose: str = "gift") -> list[str]:
    return [mail.to[0] for mail in SentEmail.objects.filter(purpose=purpose).order_by("pk")]


def owners() -> list[str]:
    held = Entitlement.objects.open(clock.now()).order_by("pk")
    return list(held.values_list("person__email", flat=True))


def token_of(gift: Gift) -> str:
    return opening_path(gift).split("/")[2]


def test_a_paid_gift_goes_out_and_is_nobodys_until_it_is_opened() -> None:
    gift = a_gift()

    deliver_pending()

    assert (letters(), letters("receipt"), owners()) == ([RECIPIENT], [GIVER], [])
    assert fresh(gift).state == GiftState.SENT


def test_claiming_gives_it_to_the_recipient_and_the_buyer_stays_the_buyer() -> None:
    gift, mira = a_gift(), somebody()
    deliver_pending()

    orders.claim_gift(gift=gift, person=mira)
    orders.claim_gift(gift=gift, person=mira)
    deliver_pending()

    assert (owners(), fresh(gift).order.buyer.email) == ([RECIPIENT], GIVER)
    assert letters("gift_opened") == [GIVER]
    product = Entitlement.objects.get().product
    assert "a gift of Ada Lund" in explain(mira, product, clock.now()).reasons[0].because


def test_a_gift_for_a_day_waits_for_it_and_goes_once() -> None:
    with clock.fixed(day(2, 1)):
        gift = a_gift(wish=a_wish(send_at=day(2, 14)))
        deliver_pending()
    early = letters()

    with clock.fixed(day(2, 13)):
        orders.send_due_gifts(now=day(2, 13))
    waiting = letters()
    sent = [orders.send_due_gifts(now=day(2, 14)) for _time in "12"]

    assert (early, waiting, sent, letters()) == ([], [], [1, 0], [RECIPIENT])
    assert fresh(gift).sent_at == day(2, 14)


def test_another_address_ends_the_old_link_and_sends_again() -> None:
    gift = a_gift()
    deliver_pending()
    old = token_of(fresh(gift))

    orders.readdress_gift(gift=gift, name="Mira Holm", email="Mira@Work.example", now=clock.now())

    assert (gift_of_link(old), letters()) == (None, [RECIPIENT, "mira@work.example"])
    assert gift_of_link(token_of(fresh(gift))) is not None


@pytest.mark.parametrize(
    "turned", [orders.send_gift_again, partial(orders.readdress_gift, name="M", email="m@w.example")]
)
def test_a_link_that_was_replaced_a_moment_before_opens_nothing_and_passes_nothing_on(turned) -> None:
    gift = a_gift()
    shown = fresh(gift)

    turned(gift=gift, now=clock.now())

    with pytest.raises(orders.GiftMoved):
        orders.claim_gift(gift=shown, person=somebody())
    with pytest.raises(orders.GiftMoved):
        orders.pass_gift_on(gift=shown, name="Joel", email="joel@example.com", now=clock.now())
    assert (fresh(gift).claimed_at, fresh(gift).link_version) == (None, 2)


def test_an_unpaid_gift_is_never_sent() -> None:
    a_gift(paid=False)

    assert (orders.send_due_gifts(now=clock.now() + timedelta(days=1)), letters()) == (0, [])


def test_a_refund_before_the_claim_leaves_nothing_to_open() -> None:
    gift, mira = a_gift(), somebody()
    deliver_pending()

    orders.refund_order(order=gift.order, reason="asked", by=None)
    deliver_pending()

    with pytest.raises(orders.GiftNotWaiting):
        orders.claim_gift(gift=gift, person=mira)
    with pytest.raises(orders.GiftNotWaiting):
        orders.send_gift_again(gift=gift, now=clock.now())
    assert (owners(), fresh(gift).state) == ([], GiftState.TAKEN_BACK)


def test_a_refund_after_the_claim_takes_it_from_the_recipient() -> None:
    gift, mira = a_gift(), somebody()
    orders.claim_gift(gift=gift, person=mira)
    deliver_pending()

    orders.refund_order(order=gift.order, reason="asked", by=None)
    deliver_pending()

    assert owners() == []


def test_a_gift_to_oneself_is_refused() -> None:
    with pytest.raises(orders.OwnGift) as refused:
        a_gift(wish=a_wish(GIVER.upper()))

    assert (refused.value.field, Gift.objects.count()) == ("recipient_email", 0)


def test_its_buyer_cannot_open_it() -> None:
    gift = a_gift()

    with pytest.raises(orders.OwnGift):
        orders.claim_gift(gift=gift, person=gift.order.buyer)


def test_who_has_it_already_keeps_the_gift_waiting_and_may_pass_it_on() -> None:
    offer = an_offer()
    a_paid_order(offer, email=RECIPIENT)
    gift = a_gift(offer)
    deliver_pending()

    with pytest.raises(orders.GiftOwned):
        orders.claim_gift(gift=gift, person=somebody())
    orders.readdress_gift(gift=gift, name="Joel", email="joel@example.com", now=clock.now())
    orders.claim_gift(gift=fresh(gift), person=somebody("joel@example.com"))
    deliver_pending()

    assert owners() == [RECIPIENT, "joel@example.com"]


def test_the_second_to_open_it_is_refused() -> None:
    gift = a_gift()
    orders.claim_gift(gift=gift, person=somebody())

    with pytest.raises(orders.GiftOpened):
        orders.claim_gift(gift=gift, person=somebody(EMAIL))


@pytest.mark.parametrize("terms", [MONTHLY, Terms(PriceKind.INSTALMENTS, "month", 1, instalments=3)])
def test_what_is_paid_over_time_is_no_gift(terms) -> None:
    offer = catalog.create_offer(slug="club", title="Club", products=[a_product()])
    catalog.set_price(offer=offer, price=Money(4_900, "USD"), option="monthly", terms=terms)
    catalog.publish_offer(offer=offer)

    with pytest.raises(orders.NoGift):
        a_gift(offer)


def test_a_day_in_two_years_is_refused() -> None:
    with pytest.raises(orders.TooFarAhead):
        a_gift(wish=a_wish(send_at=clock.now() + timedelta(days=800)))


def test_it_cannot_be_sent_without_end() -> None:
    gift = a_gift()
    for _time in range(19):
        orders.send_gift_again(gift=gift, now=clock.now())

    with pytest.raises(orders.TooManyLinks):
        orders.send_gift_again(gift=gift, now=clock.now())


def test_the_database_knows_no_claim_without_a_person() -> None:
    gift = a_gift()

    with pytest.raises(IntegrityError, match="orders_gift_claimed_by_somebody"), transaction.atomic():
        Gift.objects.filter(pk=gift.pk).update(claimed_at=clock.now())


def test_terms_of_sale_that_do_not_speak_of_gifts_leave_them() -> None:
    offer = giftable(an_offer())

    catalog.set_terms_of_sale(offer=offer, limits=catalog.Limits(supply=3))

    offer.refresh_from_db()
    assert (offer.giftable, offer.supply_limit) == (True, 3)
