"""Checkouts that were left: kept with consent, declared left, led back into, bought after all."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from marque.kit import clock
from marque.kit.facts.models import Event
from marque.kit.facts.sweep import deliver_pending
from marque.kit.money import Money
from tenant_apps.accounts.models import Role
from tenant_apps.orders import actions as orders
from tenant_apps.orders.left import back_path, recovery
from tenant_apps.orders.models import LeftCheckout, Order
from tenant_apps.orders.queries import receipt_path
from tests.tenant_apps.coupons import a_coupon
from tests.tenant_apps.orders.test_checkout import ADDRESS, form_of
from tests.tenant_apps.roles import browser_of
from tests.tenant_apps.selling import EMAIL, NAME, a_paid_order, an_offer

pytestmark = pytest.mark.usefixtures("in_okafor")
TYPED = {"update": "1", "email": EMAIL, "name": NAME, "remind": "on"}
HOUR = timedelta(hours=1)


@pytest.fixture
def browser(client_for, okafor) -> Client:
    return client_for(okafor)


def asking(coupon: str = "") -> None:
    orders.set_reminding(asks_to_remind=True, coupon=coupon, by="test")


def a_left_checkout(**choice: object) -> LeftCheckout:
    offer = an_offer()
    kept = orders.remember_checkout(
        offer=offer, email=EMAIL, name=NAME, choice=choice, money=Money(49_000, "USD"), now=clock.now()
    )
    orders.declare_left(now=clock.now() + HOUR)
    kept.refresh_from_db()
    return kept


def test_nobody_is_asked_until_the_creator_wants_it(browser) -> None:
    an_offer()
    before = browser.get(ADDRESS).content.decode()

    browser.post(ADDRESS, TYPED)

    assert ("Remind me by email" in before, LeftCheckout.objects.count()) == (False, 0)


def test_the_box_is_never_ticked_beforehand(browser) -> None:
    an_offer()
    asking()

    box = re.search(r'<input type="checkbox" name="remind"[^>]*>', browser.get(ADDRESS).content.decode())

    assert box is not None
    assert "checked" not in box[0]


def test_only_what_was_agreed_to_is_kept_and_unticking_forgets_it(browser) -> None:
    an_offer()
    asking()

    browser.post(ADDRESS, {**TYPED, "remind": ""})
    without = LeftCheckout.objects.count()
    browser.post(ADDRESS, TYPED)
    kept = LeftCheckout.objects.get()
    browser.post(ADDRESS, {**TYPED, "remind": ""})

    assert (without, kept.person.email, kept.money, kept.consented_at is not None) == (
        0, EMAIL, Money(49_000, "USD"), True,
    )  # fmt: skip
    assert LeftCheckout.objects.count() == 0


def kept() -> list[str]:
    return sorted(LeftCheckout.objects.values_list("person__email", flat=True))


def test_an_address_that_was_corrected_takes_the_consent_with_it(browser) -> None:
    an_offer()
    asking()

    browser.post(ADDRESS, {**TYPED, "email": "sofia@studiobrant.de"})
    browser.post(ADDRESS, TYPED)

    assert kept() == [EMAIL]


def test_a_mistyped_address_is_forgotten_where_the_box_is_unticked(browser) -> None:
    an_offer()
    asking()

    browser.post(ADDRESS, {**TYPED, "email": "sofia@studiobrant.de"})
    browser.post(ADDRESS, {**TYPED, "remind": ""})

    assert kept() == []


def test_a_second_offer_does_not_touch_the_consent_for_the_first(browser) -> None:
    an_offer()
    second = an_offer("second")
    asking()

    browser.post(ADDRESS, TYPED)
    browser.post(f"/checkout/{second.slug}/", TYPED)
    browser.post(f"/checkout/{second.slug}/", {**TYPED, "remind": ""})
    left = list(LeftCheckout.objects.values_list("offer__slug", flat=True))
    browser.post(ADDRESS, {**TYPED, "remind": ""})

    assert (left, LeftCheckout.objects.count()) == (["second-number"], 0)


def test_what_was_left_before_stays_when_another_person_comes_to_the_same_browser(browser) -> None:
    an_offer()
    asking()
    browser.post(ADDRESS, TYPED)
    orders.declare_left(now=clock.now() + HOUR)

    browser.post(ADDRESS, {**TYPED, "email": "joel@example.com", "remind": ""})

    assert kept() == [EMAIL]


def test_the_reminders_link_can_be_unticked_in_any_browser(browser, client_for, okafor) -> None:
    asking()
    back = back_path(a_left_checkout())
    elsewhere = client_for(okafor)

    elsewhere.get(back)
    elsewhere.post(back, {**TYPED, "remind": ""})

    assert kept() == []


def settled_slowly(browser: Client, address: str = ADDRESS) -> str:
    """The receipt of somebody who named themselves some minutes before they ordered."""
    with clock.fixed(clock.now() + timedelta(minutes=9)):
        browser.get(address)
        browser.post(address, form_of(browser) | {"remind": "on"})
        order = Order.objects.get()
        return browser.get(receipt_path(order)).content.decode()


def test_who_agreed_to_be_reminded_walks_in_as_anybody_new(browser) -> None:
    an_offer()
    asking()
    browser.post(ADDRESS, TYPED)

    assert "/continuation/" in settled_slowly(browser)


def test_who_comes_back_by_the_reminder_walks_in(browser) -> None:
    asking()
    back = back_path(a_left_checkout())

    assert "/continuation/" in settled_slowly(browser, back)


def test_who_typed_an_address_that_somebody_else_had_left_signs_in(browser) -> None:
    asking()
    a_left_checkout()
    with clock.fixed(clock.now() + timedelta(minutes=5)):
        browser.post(ADDRESS, TYPED)

    assert "/continuation/" not in settled_slowly(browser)


@pytest.mark.parametrize("email", ["", "nobody", "a@", "x" * 300 + "@example.com"])
def test_what_is_no_address_is_not_kept(browser, email) -> None:
    an_offer()
    asking()

    assert browser.post(ADDRESS, {**TYPED, "email": email}).status_code == 200
    assert LeftCheckout.objects.count() == 0


def test_an_hour_of_silence_is_leaving_and_is_said_once() -> None:
    kept = a_left_checkout()

    again = orders.declare_left(now=clock.now() + 2 * HOUR)

    assert (kept.left_at is not None, again) == (True, 0)
    assert Event.objects.filter(fact__contains="CheckoutAbandoned").count() == 1


def test_who_buys_in_time_leaves_nothing_behind() -> None:
    offer = an_offer()
    orders.remember_checkout(
        offer=offer, email=EMAIL, name=NAME, choice={}, money=Money(49_000, "USD"), now=clock.now()
    )

    a_paid_order(offer)
    deliver_pending()

    assert LeftCheckout.objects.count() == 0


def test_who_comes_back_and_buys_is_recovered_revenue() -> None:
    kept = a_left_checkout()

    a_paid_order(kept.offer)
    deliver_pending()

    [found] = recovery(since=clock.now() - HOUR)
    assert (found.left, found.recovered, found.revenue) == (1, 1, Money(49_000, "USD"))
    orders.refund_order(order=Order.objects.get(), reason="asked", by=None)
    assert recovery(since=clock.now() - HOUR)[0].recovered == 0


def test_the_link_leads_back_with_what_was_typed_and_the_creators_coupon(browser) -> None:
    a_coupon("BACK", percent=10)
    asking("back")
    kept = a_left_checkout(option="full", currency="USD")

    page = browser.get(back_path(kept)).content.decode()

    for words in (f'value="{EMAIL}"', f'value="{NAME}"', "BACK", "$441.00"):
        assert words in page


def test_a_link_to_what_was_bought_leads_to_an_empty_form(browser) -> None:
    kept = a_left_checkout()
    a_paid_order(kept.offer)
    deliver_pending()

    assert f'value="{EMAIL}"' not in browser.get(back_path(kept)).content.decode()


def test_a_forged_link_leads_to_an_empty_form(browser) -> None:
    a_left_checkout()

    assert f'value="{EMAIL}"' not in browser.get(f"{ADDRESS}?back=forged").content.decode()


def test_what_nobody_bought_is_forgotten_in_time() -> None:
    a_left_checkout()

    orders.forget_left(now=clock.now() + timedelta(days=91))

    assert LeftCheckout.objects.count() == 0


def test_a_code_that_is_none_is_refused() -> None:
    with pytest.raises(orders.NoSuchCode):
        asking("NOTHING")


def test_the_studio_shows_value_and_what_came_back(client_for, okafor) -> None:
    a_left_checkout()
    alice = browser_of(client_for, okafor, Role.OWNER)

    page = alice.get("/studio/left-checkouts/").content.decode()
    alice.post("/studio/left-checkouts/settings/", {"asks_to_remind": "on", "coupon": ""})
    empty = alice.post("/studio/left-checkouts/settings/?q=x", {})
    odd = alice.post("/studio/left-checkouts/settings/", {"asks_to_remind": "x", "coupon": "\0" + "Ä" * 50})
    assert (empty.status_code, odd.status_code) == (302, 422)
    wrong = alice.post("/studio/left-checkouts/settings/", {"asks_to_remind": "on", "coupon": "NOTHING"})

    assert (NAME in page, "$490.00" in page, wrong.status_code) == (True, True, 422)


def test_buying_works_with_the_box_ticked(browser) -> None:
    an_offer()
    asking()

    browser.post(ADDRESS, form_of(browser) | {"remind": "on"})
    deliver_pending()

    assert (Order.objects.get().paid_at is not None, LeftCheckout.objects.count()) == (True, 0)
