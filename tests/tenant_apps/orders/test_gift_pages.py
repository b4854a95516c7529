"""Gifts at the checkout, on the giver's page and on the recipient's."""

import re

import pytest
from django.test import Client

from marque.kit import clock
from marque.kit.facts.sweep import deliver_pending
from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import enter
from tenant_apps.accounts.models import Role, User
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.orders import actions as orders
from tenant_apps.orders.gifts import giver_path, opening_path
from tenant_apps.orders.models import Gift, Order
from tenant_apps.people import actions as people
from tests.tenant_apps.giving import RECIPIENT, a_gift, giftable
from tests.tenant_apps.orders.test_checkout import ADDRESS, form_of
from tests.tenant_apps.roles import BACKEND, browser_of
from tests.tenant_apps.selling import EMAIL, a_paid_order, an_offer
from themes.actions import update_brand

pytestmark = pytest.mark.usefixtures("in_okafor", "parcels")
GIFT = {
    "gift": "on",
    "recipient_name": "Mira Holm",
    "recipient_email": RECIPIENT,
    "message": "Well done.",
    "send_on": "",
}


@pytest.fixture
def browser(client_for, okafor) -> Client:
    return client_for(okafor)


def signed_in(browser: Client, email: str = RECIPIENT) -> User:
    user = User.objects.create_user(email, name="Mira Holm")
    people.meet(email=email, name=user.name, user=user)
    browser.force_login(user, backend=BACKEND)
    return user


def fresh() -> Gift:
    return Gift.objects.select_related("order").get()


class TestCheckout:
    def test_an_offer_that_may_be_given_asks(self, browser) -> None:
        offer = an_offer()
        without = browser.get(ADDRESS).content.decode()
        giftable(offer)

        assert ("Buy as a gift" in without, "Buy as a gift" in browser.get(ADDRESS).content.decode()) == (False, True)

    def test_a_gift_is_bought_and_its_page_is_where_the_buyer_goes(self, browser) -> None:
        giftable(an_offer())

        page = browser.post(ADDRESS, form_of(browser) | GIFT, follow=True).content.decode()
        deliver_pending()

        gift = fresh()
        assert (gift.order.email, gift.recipient_email, gift.message) == (EMAIL, RECIPIENT, "Well done.")
        assert "Your gift for Mira Holm is ready." in page
        assert "Start the course" not in page
        receipt = SentEmail.objects.get(purpose="receipt")
        assert f"/orders/{gift.order.code}/gift/" in receipt.text or "/accounts/link/" in receipt.text
        assert "goes to Mira Holm" in receipt.text

    def test_an_unticked_box_asks_for_nothing(self, browser) -> None:
        giftable(an_offer())

        browser.post(ADDRESS, form_of(browser) | GIFT | {"gift": "", "recipient_email": "not an address"})

        assert (Gift.objects.count(), Order.objects.get().paid_at is not None) == (0, True)

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("recipient_name", "", "Type the name of the person you give it to."),
            ("recipient_email", "nobody", "This email is not complete."),
            ("recipient_email", EMAIL.upper(), "This is your own email."),
            ("send_on", "2019-01-01", "Choose a day from today to a year from now."),
            ("send_on", "someday", "Write a day, such as 2027-01-31."),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(self, browser, field, value, words) -> None:
        giftable(an_offer())

        page = browser.post(ADDRESS, form_of(browser) | GIFT | {field: value})

        assert (page.status_code, Order.objects.count()) == (422, 0)
        assert words in page.content.decode()

    def test_a_day_is_nine_in_the_morning_where_the_buyer_is(self, browser) -> None:
        giftable(an_offer())
        day = (clock.now().date().replace(day=1)).replace(year=clock.now().year + 1, month=1)

        browser.post(ADDRESS, form_of(browser) | GIFT | {"send_on": str(day), "gift_zone": "Asia/Tokyo"})

        assert (fresh().send_at.hour, fresh().time_zone) == (0, "Asia/Tokyo")

    @pytest.mark.parametrize("zone", ["Europe", "Nowhere/Land", "../etc/passwd"])
    def test_a_zone_nobody_knows_is_the_businesss(self, zone, browser) -> None:
        giftable(an_offer())
        update_brand(time_zone="Asia/Tokyo")
        day = clock.now().date().replace(day=1, month=1, year=clock.now().year + 1)

        browser.post(ADDRESS, form_of(browser) | GIFT | {"send_on": str(day), "gift_zone": zone})

        assert (fresh().send_at.hour, fresh().time_zone) == (0, "Asia/Tokyo")

    def test_who_owns_it_may_still_give_it(self, browser) -> None:
        offer = giftable(an_offer())
        user = signed_in(browser, EMAIL)
        a_paid_order(offer)
        deliver_pending()
        owned = browser.get(ADDRESS).content.decode()

        page = browser.get(f"{ADDRESS}?gift=1").content.decode()
        hidden = dict(re.findall(r'<input type="hidden" name="(order_key|price)" value="([^"]+)"', page))
        browser.post(ADDRESS, form_of_card() | hidden | {"email": user.email, "name": "Sofia"} | GIFT)

        assert ("Give it to somebody else" in owned, Gift.objects.count()) == (True, 1)


def form_of_card() -> dict[str, str]:
    return {"number": "4242424242424242", "expiry": "12 / 40", "cvc": "123"}


class TestGiver:
    def test_the_page_the_card_and_the_list_show_it(self, browser, client_for, okafor) -> None:
        gift = a_gift()
        alice = browser_of(client_for, okafor, Role.OWNER)

        page, card = browser.get(giver_path(gift)), browser.get(giver_path(gift, "gift_card"))
        listed = alice.get("/studio/gifts/").content.decode()

        assert (page.status_code, card.status_code) == (200, 200)
        assert "For Mira Holm" in card.content.decode()
        assert "Mira Holm" in listed

    @pytest.mark.parametrize("name", ["gift", "gift_card"])
    def test_without_the_token_it_looks_like_nothing(self, browser, name) -> None:
        gift = a_gift()

        assert browser.get(giver_path(gift, name).partition("?")[0]).status_code == 404

    def test_sending_again_and_another_address(self, browser) -> None:
        gift = a_gift()
        deliver_pending()
        to = {"recipient_name": "Mira", "recipient_email": "mira@work.example"}

        browser.post(giver_path(gift, "gift_delivery"))
        browser.post(giver_path(gift, "gift_recipient"), to)

        sent = [mail.to[0] for mail in SentEmail.objects.filter(purpose="gift").order_by("pk")]
        assert sent == [RECIPIENT, RECIPIENT, "mira@work.example"]

    def test_an_address_that_is_none_is_said(self, browser) -> None:
        gift = a_gift()

        page = browser.post(giver_path(gift, "gift_recipient"), {"recipient_name": "Mira", "recipient_email": "no"})

        assert (page.status_code, fresh().recipient_email) == (422, RECIPIENT)

    def test_an_order_that_is_no_gift_has_no_such_page(self, browser) -> None:
        order = a_paid_order()

        assert browser.get(giver_path(Gift(order=order))).status_code == 404


class TestRecipient:
    def test_signed_in_one_press_opens_it(self, browser) -> None:
        gift = a_gift()
        signed_in(browser)

        page = browser.post(opening_path(gift), follow=True).content.decode()
        deliver_pending()

        assert "It is yours" in page
        assert Entitlement.objects.get().person.email == RECIPIENT

    def test_somebody_new_who_comes_by_the_mailed_link_is_let_in(self, browser) -> None:
        gift = a_gift()

        browser.post(opening_path(gift, mailed=True), follow=True)

        assert "_auth_user_id" in browser.session
        assert fresh().claimed_by.user.email == RECIPIENT

    def test_the_link_on_the_card_proves_no_address(self, browser) -> None:
        gift = a_gift()

        page = browser.post(opening_path(gift))

        assert page.headers["Location"].startswith("/accounts/login/?next=%2Fgifts%2F")
        assert (User.objects.filter(email=RECIPIENT).exists(), fresh().claimed_at) == (False, None)

    def test_an_account_that_was_there_is_not_walked_into(self, browser) -> None:
        User.objects.create_user(RECIPIENT)
        gift = a_gift()

        browser.post(opening_path(gift, mailed=True))

        assert ("_auth_user_id" in browser.session, fresh().claimed_at) == (False, None)

    def test_looking_at_it_changes_nothing(self, browser) -> None:
        gift = a_gift()
        signed_in(browser)

        page = browser.get(opening_path(gift))

        assert (page.status_code, fresh().claimed_at) == (200, None)

    def test_who_has_it_is_told_and_passes_it_on(self, browser) -> None:
        offer = an_offer()
        user = signed_in(browser)
        a_paid_order(offer, email=user.email)
        gift = a_gift(offer)
        deliver_pending()

        told = browser.post(opening_path(gift))
        to = {"pass_on": "1", "recipient_name": "Joel", "recipient_email": "joel@example.com"}
        passed = browser.post(opening_path(gift), to).content.decode()

        assert told.status_code == 409
        assert "You have this already. The gift waits" in told.content.decode()
        assert ("The gift goes to Joel" in passed, fresh().recipient_email) == (True, "joel@example.com")

    def test_one_that_was_taken_back_says_so(self, browser) -> None:
        gift = a_gift()
        orders.refund_order(order=gift.order, reason="asked", by=None)

        assert "This gift was taken back" in browser.get(opening_path(gift)).content.decode()

    def test_a_forged_or_foreign_link_looks_like_nothing(self, browser, other) -> None:
        gift = a_gift()
        with enter(other):
            foreign = opening_path(gift)

        assert [browser.get(path).status_code for path in ("/gifts/forged/", foreign)] == [404, 404]
