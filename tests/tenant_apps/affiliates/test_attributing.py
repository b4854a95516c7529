from datetime import timedelta
from uuid import uuid4

import pytest

from marque.kit import clock
from marque.kit.tenancy.context import enter
from tenant_apps.affiliates import actions as affiliates
from tenant_apps.affiliates.models import Attribution
from tenant_apps.orders import actions as orders
from tests.tenant_apps.affiliates.factories import a_led_order, an_affiliate, clicked, typing, via
from tests.tenant_apps.coupons import a_coupon
from tests.tenant_apps.ledger.factories import somebody
from tests.tenant_apps.selling import EMAIL, NAME, an_offer

pytestmark = pytest.mark.usefixtures("in_okafor")


def led() -> list[tuple[str, str]]:
    """Whose each order is, and how."""
    return list(Attribution.objects.order_by("pk").values_list("affiliate__code", "way"))


def test_an_order_counts_as_theirs_whose_link_was_followed() -> None:
    a_led_order(an_affiliate("Fay"))

    assert led() == [("fay", "link")]


def test_the_last_click_wins() -> None:
    an_affiliate("Fay")
    gus = affiliates.apply(person=somebody("Gus"), code="GUS")

    a_led_order(gus)

    assert led() == [("gus", "link")]


def test_an_order_without_a_click_is_nobodys() -> None:
    an_affiliate("Fay")

    orders.place_order(offer=an_offer(), email=EMAIL, name=NAME, idempotency_key=uuid4())

    assert led() == []


@pytest.mark.parametrize("token", ["", "garbage", "W10~x", "a" * 5000])
def test_a_forged_cookie_counts_for_nobody(token) -> None:
    a_led_order(an_affiliate("Fay"), cookies={via(): token or "x"})

    assert led() == []


def test_a_cookie_of_another_business_counts_for_nobody(okafor, other) -> None:
    with enter(other):
        foreign = clicked(an_affiliate("Fay"))
    with enter(okafor):
        a_led_order(an_affiliate("Fay"), cookies=foreign)

        assert led() == []


def test_a_click_that_is_too_old_counts_for_nobody() -> None:
    affiliate = an_affiliate("Fay", click_days=7)
    with clock.fixed(clock.now() - timedelta(days=7, minutes=1)):
        old = clicked(affiliate, days=7)

    a_led_order(affiliate, cookies=old)

    assert led() == []


def test_a_click_counts_to_its_last_day() -> None:
    affiliate = an_affiliate("Fay")
    with clock.fixed(clock.now() - timedelta(days=6, hours=23)):
        old = clicked(affiliate, days=7)

    a_led_order(affiliate, cookies=old)

    assert led() == [("fay", "link")]


def test_nobody_earns_on_what_they_buy_themselves() -> None:
    affiliate = an_affiliate("Fay")

    a_led_order(affiliate, email="fay@example.com")
    a_led_order(affiliate, an_offer("other"), email="another@example.com", by=affiliate.person)

    assert led() == []


@pytest.mark.parametrize("stop", [affiliates.pause, affiliates.reject])
def test_who_is_paused_or_not_in_gets_nothing_new(stop) -> None:
    affiliate = an_affiliate("Fay", approval="at_once" if stop is affiliates.pause else "by_hand")
    stop(affiliate=affiliate, reason="Advertises on our name", by="alice")

    a_led_order(affiliate)

    assert led() == []


def test_a_typed_coupon_counts_before_a_click() -> None:
    affiliate = an_affiliate("Fay")
    gus = affiliates.apply(person=somebody("Gus"), code="gus")
    a_coupon("GUS10")
    affiliates.tie_coupon(affiliate=gus, coupon="gus10")

    a_led_order(affiliate, choice=typing("GUS10"))

    assert led() == [("gus", "coupon")]


def test_an_order_placed_again_is_asked_again() -> None:
    affiliate, offer, key = an_affiliate("Fay"), an_offer(price=10_000), uuid4()
    a_coupon("FAY10")
    affiliates.tie_coupon(affiliate=affiliate, coupon="FAY10")
    found = []

    for choice, cookies in (("FAY10", {}), ("", clicked(affiliate)), ("", {})):
        more = {"choice": typing(choice)} if choice else {}
        orders.place_order(offer=offer, email=EMAIL, name=NAME, idempotency_key=key, cookies=cookies, **more)
        found.append(led())

    assert found == [[("fay", "coupon")], [("fay", "link")], []]


def test_a_coupon_of_somebody_else_cannot_be_tied() -> None:
    affiliate = an_affiliate("Fay")
    gus = affiliates.apply(person=somebody("Gus"), code="gus")
    a_coupon("FAY10")
    affiliates.tie_coupon(affiliate=affiliate, coupon="FAY10")

    with pytest.raises(affiliates.CodeOfAnother, match="Fay"):
        affiliates.tie_coupon(affiliate=gus, coupon="fay10")
    with pytest.raises(affiliates.CodeUnknown):
        affiliates.tie_coupon(affiliate=gus, coupon="NONE")
