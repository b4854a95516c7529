"""The checkout inside other sites: only those the creator allows, and without cookies."""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client

from marque.kit import clock
from tenant_apps.accounts.models import Role, User
from tenant_apps.catalog import actions as catalog
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import EmbeddingSite, Order, Payment
from tenant_apps.payments import actions as payments
from tests.tenant_apps.payments import vendors
from tests.tenant_apps.roles import BACKEND, browser_of
from tests.tenant_apps.selling import ASKS, DECLINED, EMAIL, NAME, a_paid_order, an_offer, card_fields

pytestmark = pytest.mark.usefixtures("in_okafor")
SITE = "https://blog.example"
ADDRESS = f"/embed/second-number/?{urlencode({'site': SITE})}"


@pytest.fixture
def browser(client_for, okafor) -> Client:
    # as a frame of another site is: a POST without a token is refused wherever one is needed
    client = Client(headers={"host": okafor.domain}, enforce_csrf_checks=True)
    an_offer()
    orders.allow_site(site=SITE, by="test")
    return client


def form_of(browser: Client, card: str = "4242424242424242") -> dict[str, str]:
    page = browser.get(ADDRESS).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(order_key|price)" value="([^"]+)"', page))
    return {**hidden, "email": EMAIL, "name": NAME, **card_fields(card)}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://Blog.Example/", "https://blog.example"),
        ("blog.example", "https://blog.example"),
        ("https://blog.example:8443", "https://blog.example:8443"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
    ],
)
def test_a_site_is_kept_as_its_origin(typed, kept) -> None:
    assert orders.allow_site(site=typed, by="test").origin == kept


@pytest.mark.parametrize(
    "typed",
    ["*", "https://*.example", "https://blog.example/path", "ftp://blog.example", "https://a b", "https://u:p@x.example",
     "javascript:alert(1)", "https://blog.example; frame-ancestors *", "", "https://", "https://x.example?q=1"],
)  # fmt: skip
def test_what_is_no_site_is_refused(typed) -> None:
    with pytest.raises(orders.BadSite):
        orders.allow_site(site=typed, by="test")


def test_in_production_plain_http_is_no_site(settings) -> None:
    settings.MODE = "production"

    with pytest.raises(orders.BadSite):
        orders.allow_site(site="http://blog.example", by="test")


def test_only_an_allowed_site_may_put_it_in_a_frame(browser) -> None:
    allowed = browser.get(ADDRESS)
    others = [browser.get(f"/embed/second-number/?site={site}").status_code for site in ("https://evil.example", "")]

    policy = allowed.headers["Content-Security-Policy"]
    assert (allowed.status_code, others) == (200, [404, 404])
    assert re.search(r"frame-ancestors 'self' https://blog\.example(;|$)", policy)
    assert "X-Frame-Options" not in allowed.headers
    assert 'site="https://blog.example"' in allowed.content.decode()


def test_the_checkout_itself_stays_out_of_frames(browser) -> None:
    page = browser.get(f"/checkout/second-number/?site={SITE}")

    assert "blog.example" not in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_buying_needs_and_sets_no_cookie(browser) -> None:
    paid = browser.post(ADDRESS, form_of(browser))
    thanks = browser.get(paid.headers["Location"])

    order = Order.objects.get()
    assert (paid.status_code, order.paid_at is not None, len(browser.cookies)) == (302, True, 0)
    assert paid.headers["Location"].startswith(f"/embed/orders/{order.code}/?")
    assert f'data-completed="{order.code}"' in thanks.content.decode()
    assert "blog.example" in thanks.headers["Content-Security-Policy"]


def test_a_declined_card_says_so_and_the_same_form_can_pay(browser) -> None:
    form = form_of(browser)

    declined = browser.post(ADDRESS, form | card_fields(DECLINED))
    browser.post(ADDRESS, form)

    assert (declined.status_code, Order.objects.get().paid_at is not None) == (402, True)


def test_the_banks_question_is_asked_inside_and_a_refusal_leads_back_inside(browser) -> None:
    asked = browser.post(ADDRESS, form_of(browser, ASKS)).headers["Location"]
    question = browser.get(asked)
    back = browser.post(asked, {"answer": "refuse"}).headers["Location"]
    page = browser.get(back).content.decode()

    assert asked.startswith("/embed/second-number/challenge/")
    assert (question.status_code, back.startswith("/embed/second-number/?again=1")) == (200, True)
    assert f'value="{EMAIL}"' in page
    assert "Your bank could not confirm that it was you." in page


def shut_doors() -> dict[str, str]:
    """What can be wrong with an offer, and the words that say so."""
    sold_out, later, gone = an_offer("sold-out"), an_offer("later"), an_offer("gone")
    catalog.set_terms_of_sale(offer=sold_out, limits=catalog.Limits(supply=1))
    a_paid_order(sold_out)
    catalog.set_terms_of_sale(offer=later, window=catalog.Window(opens_at=clock.now() + timedelta(days=2)))
    catalog.archive_offer(offer=gone)
    return {"sold-out": "is sold out", "later": "opens soon", "gone": "No longer on sale"}


def test_a_shut_door_fits_the_frame_and_leads_to_the_shop(browser) -> None:
    for slug, words in shut_doors().items():
        page = browser.get(f"/embed/{slug}/?{urlencode({'site': SITE})}")
        text = page.content.decode()

        assert words in text
        assert f'<embedded-page site="{SITE}">' in text
        assert ("<form" in text, "<footer" in text, len(page.cookies)) == (False, False, 0), slug


def test_the_waiting_line_is_on_the_shops_own_page(browser) -> None:
    shut_doors()

    page = browser.get(f"/embed/sold-out/?{urlencode({'site': SITE})}").content.decode()

    assert 'target="_blank" href="/checkout/sold-out/"' in page


def test_where_the_gateway_is_not_ready_the_frame_says_so(browser, settings) -> None:
    settings.PRACTICE = False

    page = browser.get(ADDRESS)

    assert (page.status_code, f'<embedded-page site="{SITE}">' in page.content.decode()) == (503, True)


@pytest.fixture
def on_paypal(settings, browser) -> Iterator[None]:
    with vendors.paypal(settings):
        yield


def test_what_leaves_for_pages_of_its_own_is_a_link_to_the_shop(browser, on_paypal) -> None:
    page = browser.get(f"{ADDRESS}&coupon=HARBOUR&currency=USD").content.decode()
    forced = browser.post(ADDRESS, {"way": "paypal", "email": EMAIL, "name": NAME, "order_key": str(uuid4())})

    assert re.search(r'target="_blank" href="/checkout/second-number/\?[^"]*coupon=HARBOUR"', page)
    assert ("Pay with PayPal on our own page" in page, 'type="submit">Pay' in page) == (True, False)
    assert (forced.status_code, Order.objects.count()) == (422, 0)


def test_what_stays_is_paid_in_the_frame_beside_the_link(browser, on_paypal) -> None:
    payments.choose_gateway(gateway="sandbox", merchant="creator", by="test")
    payments.offer_gateway(gateway="paypal", by="test")

    page = browser.get(ADDRESS).content.decode()
    browser.post(ADDRESS, form_of(browser) | {"way": "paypal"})

    assert ("Card number" in page, "Pay with PayPal on our own page" in page) == (True, True)
    assert Payment.objects.get().gateway == "sandbox"


def test_somebody_signed_in_is_nobody_there(browser) -> None:
    user = User.objects.create_user("carol@example.com", name="Carol Adeyemi")
    browser.force_login(user, backend=BACKEND)

    assert "carol@example.com" not in browser.get(ADDRESS).content.decode()


def test_the_script_is_small_and_kept(client_for, okafor) -> None:
    script = client_for(okafor).get("/embed/v1.js")
    again = client_for(okafor).get("/embed/v1.js", headers={"if-none-match": script.headers["ETag"]})

    assert (script.status_code, len(script.content) < 5_000, again.status_code) == (200, True, 304)
    assert script.headers["Cache-Control"].startswith("public, max-age=86400")
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert "Set-Cookie" not in script.headers
    assert b"marque" not in script.content.lower()


def test_the_studio_allows_forbids_and_shows_what_to_paste(client_for, okafor) -> None:
    an_offer()
    alice = browser_of(client_for, okafor, Role.OWNER)

    wrong = alice.post("/studio/buttons/", {"site": "https://*.example"})
    alice.post("/studio/buttons/", {"site": SITE})
    page = alice.get("/studio/buttons/").content.decode()
    site = EmbeddingSite.objects.get()
    alice.post(f"/studio/buttons/{site.key}/end/")

    assert (wrong.status_code, EmbeddingSite.objects.count()) == (422, 0)
    assert "data-offer=&quot;second-number&quot;" in page
    assert SITE in page
