"""Yen without decimals and dinars with three, from the page through coupon and tax to Stripe and back."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from marque.kit.money import Money
from tenant_apps.catalog import actions as catalog
from tenant_apps.orders import actions as orders
from tenant_apps.orders.documents import document_pdf
from tenant_apps.orders.models import Order, Payment
from tenant_apps.payments import actions as payments
from tests.doubles.stripe import StripeDouble
from tests.doubles.stripe.domains import wallet_token
from tests.shared_apps.integrations.test_stripe import OWN
from tests.tenant_apps.coupons import a_coupon
from tests.tenant_apps.orders.documents import words_in
from tests.tenant_apps.payments.stripe_shop import BY, stripe
from tests.tenant_apps.selling import EMAIL, NAME, a_product

pytestmark = pytest.mark.usefixtures("in_okafor")
CHECKOUT = "/checkout/abroad/"
# 4,990 yen less 7 %, plus 19 %; 12.500 dinars, whose last decimal is nought in all that is paid
YEN = ("JPY", 4_990, 349, 882, 5_523)
DINAR = ("KWD", 12_500, 880, 2_210, 13_830)
CURRENCIES = pytest.mark.parametrize(("currency", "price", "off", "tax", "total"), [YEN, DINAR])


@pytest.fixture
def double(settings, monkeypatch) -> Iterator[StripeDouble]:
    """Okafor sells in Germany, through Stripe."""
    with stripe(settings, monkeypatch) as running:
        payments.connect_gateway(gateway="stripe", keys=OWN, by=BY)
        payments.choose_gateway(gateway="stripe", merchant="creator", by=BY)
        orders.set_rate(country="DE", percent="19", name="VAT", by=BY)
        orders.update_seller(by=BY, country="DE", legal_name="Okafor ApS", postal_address="Kanalvej 1")
        a_coupon("SEVEN", percent=7)
        yield running


def on_sale(currency: str, price: int) -> None:
    offer = catalog.create_offer(slug="abroad", title="Abroad", products=[a_product()], price=Money(price, currency))
    catalog.publish_offer(offer=offer)


def form(currency: str, price: int, total: int, token: str) -> dict[str, str]:
    about = {"order_key": str(uuid4()), "price": f"{price} {currency}", "email": EMAIL, "name": NAME}
    return about | {"country": "DE", "codes": "SEVEN", "total": f"{total} {currency}", "method": token}


@CURRENCIES
def test_the_page_asks_stripe_for_what_it_shows(client_for, okafor, double, currency, price, off, tax, total) -> None:
    on_sale(currency, price)

    page = client_for(okafor).post(CHECKOUT, form(currency, price, 0, "") | {"update": "1"}).content.decode()

    assert Money(total, currency).format(cents=True) in page
    assert f'data-amount="{total}" data-currency="{currency.lower()}"' in page


@CURRENCIES
def test_a_sale_and_its_refund_have_the_right_minor_units(
    client_for, okafor, double, currency, price, off, tax, total
) -> None:
    on_sale(currency, price)

    answer = client_for(okafor).post(CHECKOUT, form(currency, price - off, total, double.confirmation_token()))

    order, payment = Order.objects.get(), Payment.objects.get()
    charged = [params["amount"] for verb, path, params, _h in double.requests if path == "/v1/payment_intents"]
    assert (answer.status_code, payment.state, charged) == (302, "succeeded", [str(total)])
    assert (order.discount_amount, order.tax_amount, order.total_amount) == (off, tax, total)
    orders.refund_order(order=order, reason="")
    back = [params["amount"] for verb, path, params, _h in double.requests if (verb, path) == ("POST", "/v1/refunds")]
    assert back == [str(total)]


@pytest.mark.parametrize(("currency", "price", "off", "tax", "total", "words"), [(*YEN, "¥5,523"), (*DINAR, "13.830")])
def test_the_invoice_says_the_amounts_as_people_write_them(
    client_for, okafor, double, tmp_path, currency, price, off, tax, total, words
) -> None:
    on_sale(currency, price)
    client_for(okafor).post(CHECKOUT, form(currency, price - off, total, double.confirmation_token()))

    invoice = orders.issue_invoice(order=Order.objects.get())

    assert (invoice.total_amount, invoice.tax_amount, invoice.currency) == (total, tax, currency)
    assert words in words_in(document_pdf(invoice), tmp_path)


@CURRENCIES
def test_a_wallet_shows_and_pays_the_same(client_for, okafor, double, currency, price, off, tax, total) -> None:
    on_sale(currency, price)
    said = {"wallet": "sheet", "amount": total, "currency": currency.lower()}
    token = wallet_token(double, "acct_own", said, "pm_card_visa")["id"]
    pressed = {"wallet": "stripe", "wallet-method": token, "method": ""}

    answer = client_for(okafor).post(CHECKOUT, form(currency, price - off, total, "") | pressed)

    assert (answer.status_code, Payment.objects.get().state) == (302, "succeeded")


def test_a_price_no_card_can_carry_is_told_and_nothing_is_charged(client_for, okafor, double) -> None:
    on_sale("KWD", 12_505)
    fields = {"codes": "", "total": "14885 KWD", "country": "DE"}

    answer = client_for(okafor).post(CHECKOUT, form("KWD", 12_505, 14_885, double.confirmation_token()) | fields)

    assert (answer.status_code, Payment.objects.count()) == (409, 0)
    assert "cannot be charged exactly. Nothing was charged." in answer.content.decode()
