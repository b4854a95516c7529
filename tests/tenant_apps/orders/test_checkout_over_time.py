"""Buying at the checkout what is paid again and again, and changing to another plan from the account."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from marque.kit import clock
from marque.kit.money import Money
from tenant_apps.catalog import actions as catalog
from tenant_apps.catalog.models import Offer
from tenant_apps.catalog.terms import PriceKind, Terms
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Order, Subscription
from tenant_apps.orders.quoting import Choice
from tests.tenant_apps.coupons import a_coupon
from tests.tenant_apps.roles import BACKEND
from tests.tenant_apps.selling import ASKS, DECLINED, EMAIL, NAME, a_product, card_fields, card_token
from tests.tenant_apps.subscribing import START, day, renew

MONTHLY = Terms(PriceKind.SUBSCRIPTION, "month", 1)
ADDRESS = "/checkout/club/"

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def browser(client_for, okafor) -> Client:
    return client_for(okafor)


def on_sale(terms: Terms = MONTHLY, amount: int = 4_900, *, slug: str = "club", **more) -> Offer:
    offer = catalog.create_offer(slug=slug, title=slug.title(), products=[a_product()])
    catalog.set_price(offer=offer, price=Money(amount, "USD"), option="monthly", terms=terms, **more)
    return catalog.publish_offer(offer=offer)


def form_of(browser: Client, card: str = "4242424242424242") -> dict[str, str]:
    page = browser.get(ADDRESS).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(order_key|price)" value="([^"]+)"', page))
    return {**hidden, "email": EMAIL, "name": NAME, **card_fields(card)}


def test_a_subscription_is_said_bought_and_running(browser) -> None:
    on_sale()
    page = browser.get(ADDRESS).content.decode()

    browser.post(ADDRESS, form_of(browser))

    held = Subscription.objects.get()
    assert "$49 today, then $49 a month until you cancel." in page
    assert (held.state, held.amount, held.method and held.method.last4) == ("active", 4_900, "4242")
    assert held.order.total_amount == 4_900


def test_a_trial_asks_for_a_card_and_charges_nothing(browser) -> None:
    on_sale(Terms(PriceKind.SUBSCRIPTION, "month", 1, trial_days=14))
    page = browser.get(ADDRESS).content.decode()

    without = browser.post(ADDRESS, {**form_of(browser), "number": ""}).status_code
    refused = browser.post(ADDRESS, form_of(browser, DECLINED)).status_code
    browser.post(ADDRESS, form_of(browser))

    held = Subscription.objects.get(started_at__isnull=False)
    assert ("Start the trial" in page, without, refused) == (True, 422, 402)
    assert (held.state, held.order.total_amount, held.method and held.method.last4) == ("trialing", 0, "4242")


def test_a_setup_fee_is_charged_before_the_trial(browser) -> None:
    terms = Terms(PriceKind.SUBSCRIPTION, "month", 1, trial_days=14)
    on_sale(terms, setup=2_500)

    browser.post(ADDRESS, form_of(browser))

    assert (Order.objects.get().total_amount, Subscription.objects.get().state) == (2_500, "trialing")


def test_a_plan_of_instalments_begins_with_the_first(browser) -> None:
    on_sale(Terms(PriceKind.INSTALMENTS, "month", 1, instalments=3), 17_500)
    page = browser.get(ADDRESS).content.decode()

    browser.post(ADDRESS, form_of(browser))

    held = Subscription.objects.get()
    assert "$175 today, 3 payments of $175 in all, one a month. Then it is paid." in page
    assert (held.terms_paid, held.left, held.order.total_amount) == (1, 2, 17_500)


def test_a_card_that_asks_the_bank_begins_it_when_the_bank_says_yes(browser) -> None:
    on_sale()

    asked = browser.post(ADDRESS, form_of(browser, ASKS)).headers["Location"]
    waiting = Subscription.objects.get().state
    browser.post(asked, {"answer": "approve"})

    held = Subscription.objects.get()
    assert (waiting, held.state, held.method is not None) == ("awaiting", "active", True)


def test_who_pays_once_after_all_begins_nothing(browser) -> None:
    offer = on_sale()
    catalog.set_price(offer=offer, price=Money(49_000, "USD"), option="full")
    form = form_of(browser, DECLINED)
    browser.post(ADDRESS, form)

    browser.post(ADDRESS, {**form, **card_fields(), "option": "full", "price": "49000 USD"})

    assert (Order.objects.get().total_amount, Subscription.objects.count()) == (49_000, 0)


def test_the_plan_is_changed_from_the_account_with_the_amount_said_first(browser) -> None:
    on_sale()
    browser.post(ADDRESS, form_of(browser))
    held = Subscription.objects.get()
    bigger = on_sale(amount=9_900, slug="bigger")
    browser.force_login(orders.open_account(order=held.order).opened_account, backend=BACKEND)
    place = f"/account/subscriptions/{held.code}/plan/"

    page = browser.get(place).content.decode()
    plan = re.search(r'name="plan" value="([^"]+)"', page)
    assert plan
    wrong = browser.post(place, {"plan": plan[1].replace(":", ":1")})
    browser.post(place, {"plan": plan[1]})

    held.refresh_from_db()
    assert "Bigger, $99 a month. $" in page
    assert (wrong.status_code, held.offer, held.amount) == (422, bigger, 9_900)
    assert 4_990 <= Order.objects.get(kind="renewal").total_amount <= 5_000


def test_what_the_page_announced_is_charged_while_it_is_read_and_asked_anew_after(browser) -> None:
    on_sale()
    browser.post(ADDRESS, form_of(browser))
    held = Subscription.objects.get()
    on_sale(amount=9_004_900, slug="bigger")  # a cent more or less every moment
    browser.force_login(orders.open_account(order=held.order).opened_account, backend=BACKEND)
    place = f"/account/subscriptions/{held.code}/plan/"
    page = browser.get(place).content.decode()
    said = {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("plan", "quoted")}

    with clock.fixed(clock.now() + timedelta(minutes=31)):
        late = browser.post(place, said).status_code
    with clock.fixed(clock.now() + timedelta(minutes=29)):
        browser.post(place, said)

    assert late == 422
    assert Order.objects.get(kind="renewal").total_amount == int(said["plan"].split(":")[1])


@pytest.mark.parametrize(
    ("payments", "charged"), [(1, [2_450, 4_900, 4_900]), (2, [2_450, 2_450, 4_900]), (None, [2_450, 2_450, 2_450])]
)
def test_a_coupon_lasts_for_as_many_payments_as_it_says(payments, charged) -> None:
    offer = on_sale()
    a_coupon("HALF", percent=50, payments=payments)
    order = orders.place_order(
        offer=offer, email=EMAIL, name=NAME, idempotency_key=uuid4(), choice=Choice(codes=("HALF",))
    )
    with clock.fixed(START):
        orders.pay(order=order, method=card_token())

    held = renew(renew(Subscription.objects.get(), day(2, 28)), day(3, 31))

    assert list(Order.objects.order_by("pk").values_list("total_amount", flat=True)) == charged
    assert held.terms_paid == 3


def test_a_period_that_a_coupon_pays_needs_no_card() -> None:
    offer = on_sale()
    a_coupon("ALL", percent=100, payments=2)
    order = orders.place_order(
        offer=offer, email=EMAIL, name=NAME, idempotency_key=uuid4(), choice=Choice(codes=("ALL",))
    )
    with clock.fixed(START):
        orders.settle_free(order=order)

    held = renew(Subscription.objects.get(), day(2, 28))

    assert (held.state, held.terms_paid, Order.objects.get(kind="renewal").total_amount) == ("active", 2, 0)
