import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from marque.kit import clock
from marque.kit.money import Money
from tenant_apps.catalog import actions as catalog
from tenant_apps.catalog.discounts import CouponRefused
from tenant_apps.catalog.models import Coupon, CouponCode, Offer
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import CouponUse, Order
from tenant_apps.orders.quoting import Choice
from tenant_apps.orders.sums import sums_of
from tests.tenant_apps.coupons import a_coupon
from tests.tenant_apps.selling import EMAIL, NAME, an_offer, card_fields

ADDRESS = "/checkout/second-number/"

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def browser(client_for, okafor) -> Client:
    return client_for(okafor)


def form_of(browser: Client, address: str = ADDRESS) -> dict[str, str]:
    page = browser.get(address).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(order_key|price|codes)" value="([^"]*)"', page))
    return {**hidden, "email": EMAIL, "name": NAME, **card_fields()}


def buy(offer: Offer, *codes: str, email: str = EMAIL, key=None) -> Order:
    choice = Choice(codes=codes)
    return orders.place_order(offer=offer, email=email, name=NAME, idempotency_key=key or uuid4(), choice=choice)


def used() -> tuple[int, int]:
    return Coupon.objects.get().used, CouponCode.objects.get().used


def test_place_order_with_a_code_takes_it_off_and_counts_it() -> None:
    a_coupon("TEN")

    order = buy(an_offer(), "TEN")

    line, use = order.lines.get(), CouponUse.objects.get()
    assert (order.subtotal_amount, order.discount_amount, order.total_amount) == (49_000, 4_900, 44_100)
    assert (line.amount, line.discount_amount, use.amount, use.words) == (49_000, 4_900, 4_900, "TEN, 10% off")
    assert used() == (1, 1)


def test_place_order_again_without_the_code_gives_the_use_back() -> None:
    a_coupon("TEN", total_limit=1)
    offer, key = an_offer(), uuid4()

    totals = [buy(offer, *codes, key=key).total_amount for codes in (("TEN",), ("TEN",), (), ("TEN",))]

    assert (totals, used()) == ([44_100, 44_100, 49_000, 44_100], (1, 1))


def test_a_use_nobody_pays_for_goes_back() -> None:
    a_coupon("TEN", total_limit=1)
    buy(an_offer(), "TEN")

    orders.release_overheld(now=clock.now() + timedelta(minutes=16))

    assert used() == (0, 0)


def test_a_coupon_that_is_used_up_is_refused() -> None:
    a_coupon("TEN", total_limit=1)
    offer = an_offer()
    buy(offer, "TEN")

    with pytest.raises(CouponRefused):
        buy(offer, "TEN", email="jonas@example.com")

    assert (Order.objects.count(), used()) == (1, (1, 1))


def test_one_person_uses_a_coupon_as_often_as_one_may() -> None:
    a_coupon("TEN", per_person_limit=1)
    offer = an_offer()
    buy(offer, "TEN")

    with pytest.raises(CouponRefused):
        buy(offer, "TEN")
    buy(offer, "TEN", email="jonas@example.com")

    assert used() == (2, 2)


def test_a_sale_applies_without_a_code(browser) -> None:
    a_coupon(percent=50, without_code=True)
    an_offer()

    page = browser.get(ADDRESS).content.decode()
    browser.post(ADDRESS, form_of(browser))

    assert "Harbour Notes" in page
    assert Order.objects.get().total == Money(24_500, "USD")


def test_a_link_brings_its_code(browser) -> None:
    a_coupon("TEN")
    an_offer()

    browser.post(ADDRESS, form_of(browser, f"{ADDRESS}?coupon=ten"))

    assert Order.objects.get().total == Money(44_100, "USD")


def test_apply_and_remove_change_the_total_and_buy_nothing(browser) -> None:
    a_coupon("TEN")
    an_offer()
    form = form_of(browser)

    applied = browser.post(ADDRESS, {**form, "coupon": "ten", "update": "1"}).content.decode()
    removed = browser.post(ADDRESS, {**form, "codes": "TEN", "remove": "TEN"}).content.decode()

    assert 'name="price" value="44100 USD"' in applied and 'name="codes" value="TEN"' in applied
    assert 'name="price" value="49000 USD"' in removed and 'value="TEN"' not in removed
    assert Order.objects.count() == 0


def test_a_wrong_code_says_so_beside_the_field(browser) -> None:
    an_offer()

    page = browser.post(ADDRESS, {**form_of(browser), "coupon": "NOPE", "update": "1"})

    assert "This code is not known." in page.content.decode()


def test_a_code_used_up_meanwhile_shows_the_total_without(browser) -> None:
    a_coupon("TEN", total_limit=1)
    offer = an_offer()
    form = form_of(browser, f"{ADDRESS}?coupon=TEN")
    buy(offer, "TEN", email="jonas@example.com")

    late = browser.post(ADDRESS, form)

    words = late.content.decode()
    assert (late.status_code, Order.objects.count()) == (409, 1)
    assert 'name="price" value="49000 USD"' in words and "as often as it may" in words


def test_all_off_needs_no_card(browser) -> None:
    a_coupon("FREE", percent=100)
    an_offer()
    form = form_of(browser, f"{ADDRESS}?coupon=FREE")

    browser.post(ADDRESS, {name: value for name, value in form.items() if name not in card_fields()})

    assert (Order.objects.get().state, Order.objects.get().total_amount) == ("paid", 0)


def test_ticking_the_extra_buys_both(browser) -> None:
    letter = an_offer("letter", price=6_000)
    extra = catalog.offer_extra(beside=an_offer(), offer=letter, place="bump", percent_off=35, pitch="Twelve letters.")
    form = form_of(browser)

    surprised = browser.post(ADDRESS, {**form, "extras": [str(extra.key)]})
    browser.post(ADDRESS, {**form, "extras": [str(extra.key)], "price": "52900 USD"})

    order = Order.objects.get()
    assert (surprised.status_code, order.total_amount) == (409, 52_900)
    assert [line.note for line in order.lines.all()] == ["", "instead of $60.00"]
    assert sorted(line.amount for line in order.lines.all()) == [3_900, 49_000]
    assert sorted(Offer.objects.values_list("taken", flat=True)) == [1, 1]


def test_after_the_purchase_one_more_thing_is_offered(browser) -> None:
    first, club, letter = an_offer(), an_offer("club", price=20_000), an_offer("letter", price=6_000)
    catalog.offer_extra(beside=first, offer=club, place="upsell", percent_off=50)
    catalog.offer_extra(beside=first, offer=letter, place="downsell")

    upsell = browser.post(ADDRESS, form_of(browser), follow=True)
    path = upsell.redirect_chain[0][0]
    downsell = browser.get(f"{path}&declined=1")
    taken = browser.post(path)

    assert "for $100" in upsell.content.decode()
    assert "for $60" in downsell.content.decode()
    assert taken.headers["Location"].startswith("/checkout/club/?after=")
    page = browser.get(taken.headers["Location"]).content.decode()
    assert all(words in page for words in ('value="10000 USD"', EMAIL, NAME))


def test_an_extra_that_costs_nothing_is_one_click(browser) -> None:
    first, gift = an_offer(), an_offer("gift", price=1_000)
    catalog.offer_extra(beside=first, offer=gift, place="upsell", percent_off=100)
    path = browser.post(ADDRESS, form_of(browser)).headers["Location"]

    browser.post(path), browser.post(path)

    assert sorted(Order.objects.values_list("kind", "total_amount")) == [("checkout", 49_000), ("upsell", 0)]


def test_what_was_ticked_a_moment_ago_is_not_offered_again(browser) -> None:
    first, letter = an_offer(), an_offer("letter", price=6_000)
    bump = catalog.offer_extra(beside=first, offer=letter, place="bump")
    catalog.offer_extra(beside=first, offer=letter, place="upsell", percent_off=50)
    form = form_of(browser)

    # nothing has delivered it yet
    paid = browser.post(ADDRESS, {**form, "extras": [str(bump.key)], "price": "55000 USD"})

    assert (paid.status_code, "/extra/" in paid.headers["Location"]) == (302, False)


def test_an_extra_taken_on_the_checkout_is_an_upsell_and_leads_to_no_other(browser) -> None:
    first, club, letter = an_offer(), an_offer("club", price=20_000), an_offer("letter", price=6_000)
    catalog.offer_extra(beside=first, offer=club, place="upsell", percent_off=50)
    catalog.offer_extra(beside=club, offer=letter, place="upsell")
    path = browser.post(ADDRESS, form_of(browser)).headers["Location"]
    checkout = browser.post(path).headers["Location"]
    after = checkout.partition("after=")[2].partition("&")[0]

    paid = browser.post("/checkout/club/", {**form_of(browser, checkout), "after": after})

    assert list(Order.objects.order_by("pk").values_list("kind", "total_amount")) == [
        ("checkout", 49_000),
        ("upsell", 10_000),
    ]
    assert "/extra/" not in paid.headers["Location"]


def test_lines_stay_in_the_order_of_the_checkout(browser) -> None:
    first, letter = an_offer(), an_offer("letter", price=6_000)
    catalog.offer_extra(beside=first, offer=letter, place="bump")
    extra = first.extras.get()
    browser.post(ADDRESS, {**form_of(browser), "extras": [str(extra.key)], "price": "55000 USD"})
    order = Order.objects.get()

    order.lines.filter(offer=first).update(title="Changed last")  # its row moves to the end of the table

    assert Order.objects.get().title == "Changed last, The Second Number"


def test_sums_of_an_order_name_each_coupon() -> None:
    a_coupon("TEN")

    order = buy(an_offer(), "TEN")

    assert sums_of(order) == [("TEN, 10% off", Money(-4_900, "USD"))]


def test_a_forged_promise_costs_the_full_price(browser) -> None:
    an_offer("club", price=20_000)

    page = browser.get("/checkout/club/?after=forged").content.decode()

    assert 'value="20000 USD"' in page
