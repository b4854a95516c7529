"""Cards that are kept here, at the checkout: chosen, kept when asked, and only the buyer's own."""

import re

import pytest
from django.test import Client

from tenant_apps.accounts.models import User
from tenant_apps.catalog import actions as catalog
from tenant_apps.catalog.terms import PriceKind, Terms
from tenant_apps.orders.models import Order, OrderState, Payment, Subscription
from tenant_apps.payments.actions import remove_method, save_card
from tenant_apps.payments.models import SavedMethod
from tenant_apps.people import actions as people
from tests.tenant_apps.orders.test_checkout import ADDRESS
from tests.tenant_apps.roles import BACKEND
from tests.tenant_apps.selling import DECLINED, a_paid_order, an_offer, card_fields, card_token
from tests.tenant_apps.subscribing import FAILS_LATER

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def browser(client_for, okafor) -> Client:
    return client_for(okafor)


@pytest.fixture
def carol(browser) -> User:
    user = User.objects.create_user("carol@example.com", name="Carol Adeyemi")
    people.meet(email=user.email, name=user.name, user=user)
    browser.force_login(user, backend=BACKEND)
    return user


def a_card(user: User, number: str = "4242424242424242", key: str = "one") -> SavedMethod:
    return save_card(person=user.person, method=card_token(number), currency="USD", idempotency_key=key)


def form_of(browser: Client, **more: str) -> dict[str, str]:
    page = browser.get(ADDRESS).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(order_key|price)" value="([^"]+)"', page))
    return {**hidden, "name": "Carol Adeyemi", **more}


def test_a_kept_card_is_offered_and_pays_without_another_word(browser, carol) -> None:
    an_offer()
    card = a_card(carol)

    page = browser.get(ADDRESS).content.decode()
    browser.post(ADDRESS, form_of(browser, pay_with=str(card.key)))

    assert ("Visa ending 4242" in page, "Another card" in page) == (True, True)
    assert (Order.objects.get().state, SavedMethod.objects.count()) == (OrderState.PAID, 1)


@pytest.mark.parametrize(("ticked", "kept"), [("", 0), ("on", 1)])
def test_a_new_card_is_kept_only_when_asked(browser, carol, ticked, kept) -> None:
    an_offer()
    box = re.search(r'<input type="checkbox" name="keep"[^>]*>', browser.get(ADDRESS).content.decode())

    browser.post(ADDRESS, form_of(browser, keep=ticked, **card_fields()))

    assert box is not None
    assert ("checked" in box[0], SavedMethod.objects.count()) == (False, kept)


def test_a_guest_is_offered_nobodys_card(browser, client_for, okafor, carol) -> None:
    an_offer()
    card = a_card(carol)
    guest = client_for(okafor)

    page = guest.get(ADDRESS).content.decode()
    answer = guest.post(ADDRESS, form_of(guest, email=carol.email, pay_with=str(card.key)))

    assert ("ending 4242" in page, answer.status_code, Payment.objects.count()) == (False, 422, 0)


def test_somebody_elses_card_cannot_be_named(browser, carol) -> None:
    an_offer()
    other = a_paid_order(an_offer("other")).buyer
    theirs = save_card(person=other, method=card_token(), currency="USD", idempotency_key="theirs")

    answer = browser.post(ADDRESS, form_of(browser, pay_with=str(theirs.key)))

    assert (answer.status_code, Order.objects.filter(buyer=carol.person).count()) == (422, 0)


def test_a_card_that_was_taken_away_is_not_offered(browser, carol) -> None:
    an_offer()
    card = a_card(carol)
    form = form_of(browser, pay_with=str(card.key))
    remove_method(method=card)

    page = browser.post(ADDRESS, form)

    assert (page.status_code, Payment.objects.count()) == (422, 0)


def test_a_kept_card_that_is_declined_says_so_and_another_one_pays(browser, carol) -> None:
    an_offer()
    card = a_card(carol, FAILS_LATER)
    form = form_of(browser)

    declined = browser.post(ADDRESS, form | {"pay_with": str(card.key)})
    browser.post(ADDRESS, form | {"pay_with": "new"} | card_fields())

    assert (declined.status_code, Order.objects.get().state) == (402, OrderState.PAID)


def test_a_subscription_begins_on_a_kept_card_and_goes_on_with_it(browser, carol) -> None:
    offer = an_offer()
    monthly = Terms(PriceKind.SUBSCRIPTION, "month", 1)
    catalog.set_price(offer=offer, price=offer.price.money, option="monthly", terms=monthly)
    card = a_card(carol)

    browser.post(ADDRESS, form_of(browser, option="monthly", pay_with=str(card.key)))

    held = Subscription.objects.get()
    assert (held.state, held.method, SavedMethod.objects.count()) == ("active", card, 1)


def test_a_declined_new_card_is_not_kept(browser, carol) -> None:
    an_offer()

    browser.post(ADDRESS, form_of(browser, keep="on", **card_fields(DECLINED)))

    assert SavedMethod.objects.count() == 0
