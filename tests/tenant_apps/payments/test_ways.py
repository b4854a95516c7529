"""Several ways to pay: the buyer picks, what cannot take the money is not there, and the Studio says so in time."""

from uuid import uuid4

import pytest

from marque.kit.money import Money
from tenant_apps.accounts.models import Role
from tenant_apps.orders.models import Payment
from tenant_apps.payments import actions as payments
from tenant_apps.payments.gateways import NotConnected, open_gateways, our_gateway, payment_settings
from tenant_apps.payments.models import GatewayConnection
from tenant_apps.payments.ways import nobody_takes, ways_to_pay
from tests.doubles.razorpay import RazorpayDouble
from tests.doubles.razorpay.server import KEYS as RAZORPAY_KEYS
from tests.tenant_apps.payments import vendors
from tests.tenant_apps.roles import browser_of
from tests.tenant_apps.selling import EMAIL, NAME, a_product, an_offer, card_fields

pytestmark = pytest.mark.usefixtures("in_okafor")
CHECKOUT = "/checkout/second-number/"
PAGE = "/studio/settings/payments/"


@pytest.fixture
def both(in_okafor) -> None:
    """Test cards, and by hand."""
    payments.choose_gateway(gateway="sandbox", merchant="creator", by=vendors.BY)
    payments.connect_gateway(gateway="manual", keys=vendors.MANUAL_KEYS, by=vendors.BY)
    payments.offer_gateway(gateway="manual", by=vendors.BY)


@pytest.fixture
def rupees(settings, in_okafor):
    with RazorpayDouble() as running:
        settings.RAZORPAY_API = running.url
        payments.connect_gateway(gateway="razorpay", keys=RAZORPAY_KEYS, by=vendors.BY)
        yield running


def form(**more: str) -> dict[str, str]:
    return {"order_key": str(uuid4()), "price": "49000 USD", "email": EMAIL, "name": NAME, **more}


def test_the_buyer_picks(client_for, okafor, both) -> None:
    an_offer()
    browser = client_for(okafor)
    page = browser.get(CHECKOUT).content.decode()

    browser.post(CHECKOUT, form(way="manual", by_hand="transfer", number="4242"))

    assert ('value="sandbox" checked' in page, "Bank transfer, Cash" in page) == (True, True)
    assert Payment.objects.get().gateway == "manual"


def test_the_first_way_pays_where_nobody_picks(client_for, okafor, both) -> None:
    an_offer()

    client_for(okafor).post(CHECKOUT, form(**card_fields()))

    assert Payment.objects.get().gateway == "sandbox"


def test_a_way_that_is_not_offered_is_not_taken(client_for, okafor, both) -> None:
    an_offer()

    client_for(okafor).post(CHECKOUT, form(way="stripe", **card_fields()))

    assert Payment.objects.get().gateway == "sandbox"


def test_what_cannot_take_the_money_is_not_there(rupees) -> None:
    payments.offer_gateway(gateway="razorpay", by=vendors.BY)

    named = {code: [way.name for way in ways_to_pay(Money(49_000, code))] for code in ("INR", "USD")}

    assert named == {"INR": ["sandbox", "razorpay"], "USD": ["sandbox"]}


def test_what_is_paid_over_time_is_offered_by_those_who_can(both) -> None:
    assert [way.name for way in ways_to_pay(Money(49_000, "USD"), over_time=True)] == ["sandbox"]


def test_withdraw_gateway_lets_it_go_for_new_payments_only(both) -> None:
    with pytest.raises(payments.InUse):
        payments.disconnect_gateway(connection=_connection("manual"), by=vendors.BY)

    payments.withdraw_gateway(gateway="manual", by=vendors.BY)

    assert [gateway.name for gateway in open_gateways()] == ["sandbox"]


def _connection(gateway: str):
    return GatewayConnection.objects.get(gateway=gateway)


@pytest.mark.parametrize("gateway", ["sandbox", "manual", "nobody"])
def test_offer_gateway_that_cannot_be_is_refused(gateway) -> None:
    """Practice beside real money, one without details, one nobody built."""
    with pytest.raises((payments.CannotOffer, payments.NoSuchGateway, NotConnected)):
        payments.offer_gateway(gateway=gateway, by=vendors.BY)

    assert payment_settings().also == []


def test_where_the_platform_collects_nothing_is_offered_beside(both) -> None:
    payments.choose_gateway(gateway="sandbox", merchant="platform", by=vendors.BY)

    assert payment_settings().also == []
    with pytest.raises(payments.CannotOffer):
        payments.offer_gateway(gateway="manual", by=vendors.BY)


def test_the_studio_offers_and_withdraws(client_for, okafor, both) -> None:
    ada = browser_of(client_for, okafor, Role.OWNER)

    shown = ada.get(PAGE).content.decode()
    ada.post(f"{PAGE}manual/offering/", {"also": "0"})
    after = ada.get(PAGE).content.decode()

    assert ("Stop offering it" in shown, "Offer it, too" in after) == (True, True)


def test_what_was_typed_is_shown_again_unless_it_is_secret(client_for, okafor, both, rupees) -> None:
    ada = browser_of(client_for, okafor, Role.OWNER)

    by_hand = ada.get(f"{PAGE}manual/connection/").content.decode()
    keys = ada.get(f"{PAGE}razorpay/connection/").content.decode()

    assert ("DE89370400440532013000" in by_hand, "rzp_test_own" in keys) == (True, True)
    assert RAZORPAY_KEYS["key_secret"] not in keys


@pytest.mark.parametrize(
    ("amounts", "over_time", "says"),
    [
        ([Money(49_000, "USD")], False, "cannot take USD"),
        ([Money(50, "INR")], False, "cannot take"),
        ([Money(49_000, "INR")], True, "cannot charge again by itself"),
        ([Money(49_000, "INR")], False, ""),
        ([Money(0, "USD")], False, ""),
    ],
)
def test_nobody_takes_says_why(rupees, amounts, over_time, says) -> None:
    payments.choose_gateway(gateway="razorpay", merchant="creator", by=vendors.BY)

    found = nobody_takes(amounts, over_time=over_time)

    assert (says in found, bool(found)) == (True, bool(says))


def test_an_offer_in_a_currency_that_nobody_takes_is_refused_in_the_studio(client_for, okafor, rupees) -> None:
    payments.choose_gateway(gateway="razorpay", merchant="creator", by=vendors.BY)
    ada = browser_of(client_for, okafor, Role.OWNER)

    answer = ada.post("/studio/offers/new/", {"title": "Course", "price": "490", "products": [a_product().pk]})

    assert (answer.status_code, "cannot take USD" in answer.content.decode()) == (422, True)


def test_payments_of_before_go_on_with_the_business_own_account(both) -> None:
    payments.choose_gateway(gateway="sandbox", merchant="platform", by=vendors.BY)

    assert our_gateway("manual").access.keys["iban"] == vendors.MANUAL_KEYS["iban"]


def test_an_offer_that_nobody_takes_any_more_says_so(client_for, okafor, rupees) -> None:
    offer = an_offer()
    ada = browser_of(client_for, okafor, Role.OWNER)
    fine = ada.get(f"/studio/offers/{offer.key}/").content.decode()

    payments.choose_gateway(gateway="razorpay", merchant="creator", by=vendors.BY)
    page = ada.get(f"/studio/offers/{offer.key}/").content.decode()

    assert ("cannot take USD" in fine, "cannot take USD" in page) == (False, True)
