import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from marque.kit import clock
from marque.kit.money import Money
from marque.kit.tenancy.context import CurrentTenant, enter
from tenant_apps.accounts import actions as accounts
from tenant_apps.accounts.models import User
from tenant_apps.catalog import actions as catalog
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.orders.models import Order, OrderState, Payment
from tenant_apps.orders.queries import receipt_path, receipt_token
from tenant_apps.people import actions as people
from tests.tenant_apps.selling import ASKS, DECLINED, EMAIL, NAME, a_paid_order, an_offer, card_fields

ADDRESS = "/checkout/second-number/"

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def browser(client_for, okafor) -> Client:
    return client_for(okafor)


def form_of(browser: Client) -> dict[str, str]:
    """What the rendered form carries, with a good card filled in."""
    page = browser.get(ADDRESS).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(order_key|price)" value="([^"]+)"', page))
    return {**hidden, "email": EMAIL, "name": NAME, **card_fields()}


def test_the_page_shows_offer_price_and_form(browser) -> None:
    an_offer()

    page = browser.get(ADDRESS)

    assert page.status_code == 200
    assert page.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    for words in ("The Second Number", "$490.00", "Pay $490 and start", "Card number"):
        assert words in page.content.decode()


def test_buying_leads_to_the_receipt(browser) -> None:
    an_offer()

    page = browser.post(ADDRESS, form_of(browser), follow=True)

    order = Order.objects.get()
    assert (order.state, order.number, order.email, order.name) == (OrderState.PAID, 1, EMAIL, NAME)
    assert page.redirect_chain[0][0].startswith(f"/orders/{order.code}/?t=")
    for words in ("You’re in, Sofia.", "No. 1", "Paid with Visa ending 4242", "$490.00"):
        assert words in page.content.decode()


def test_every_empty_field_says_what_to_do(browser) -> None:
    an_offer()

    page = browser.post(ADDRESS, {**form_of(browser), "email": "", "name": "", "number": "", "cvc": ""})

    assert (page.status_code, Order.objects.count()) == (422, 0)
    for words in (
        "Type your email, so we can send your receipt and sign-in link.",
        "Type the name to put on your receipt.",
        "Enter the number on the front of the card.",
        "Three digits, on the back of the card.",
    ):
        assert words in page.content.decode()


def test_a_declined_card_says_so_and_the_same_form_can_pay(browser) -> None:
    an_offer()
    form = form_of(browser)

    declined = browser.post(ADDRESS, {**form, **card_fields(DECLINED)})
    paid = browser.post(ADDRESS, form)

    assert (declined.status_code, paid.status_code) == (402, 302)
    assert "The bank declined this card. Nothing was charged. Try another one." in declined.content.decode()
    assert (Order.objects.get().number, Payment.objects.count()) == (1, 2)


def test_trying_cards_by_the_dozen_is_stopped(browser, settings) -> None:
    settings.MODE = "production"
    an_offer()
    form = {**form_of(browser), **card_fields(DECLINED)}

    answers = [browser.post(ADDRESS, form) for _try in range(21)]

    assert [answer.status_code for answer in answers] == [402] * 20 + [429]
    assert "Too many tries from your network. Nothing was charged." in answers[-1].content.decode()


def test_the_card_number_is_not_in_the_page_again(browser) -> None:
    an_offer()

    page = browser.post(ADDRESS, {**form_of(browser), "cvc": "1"})

    assert 'value="4242' not in page.content.decode()


def test_posting_the_same_form_twice_shows_the_same_receipt(browser) -> None:
    an_offer()
    form = form_of(browser)

    first, second = browser.post(ADDRESS, form), browser.post(ADDRESS, form)

    assert first.headers["Location"].partition("?")[0] == second.headers["Location"].partition("?")[0]
    assert (Order.objects.count(), Payment.objects.count()) == (1, 1)


def test_an_archived_offer_takes_no_money(browser) -> None:
    offer = an_offer()
    form = form_of(browser)
    catalog.archive_offer(offer=offer)

    posted, looked_at = browser.post(ADDRESS, form), browser.get(ADDRESS)

    assert (posted.status_code, looked_at.status_code, Order.objects.count()) == (409, 410, 0)
    assert "taken off sale while the page was open. Nothing was charged." in posted.content.decode()
    assert 'href="/courses/"' in posted.content.decode()


def test_a_changed_price_is_shown_before_anything_is_charged(browser) -> None:
    offer = an_offer()
    form = form_of(browser)
    catalog.set_price(offer=offer, price=Money(54_000, "USD"))

    page = browser.post(ADDRESS, form)

    words = page.content.decode()
    assert (page.status_code, Order.objects.count()) == (409, 0)
    assert "The price changed to $540.00" in words
    assert 'name="price" value="54000 USD"' in words


def test_a_free_offer_asks_for_no_card(browser) -> None:
    an_offer(price=0)
    form = {key: value for key, value in form_of(browser).items() if key not in card_fields()}

    looked_at = browser.get(ADDRESS).content.decode()
    browser.post(ADDRESS, form)

    assert ("Card number" in looked_at, "Enrol for free" in looked_at) == (False, True)
    assert (Order.objects.get().state, Payment.objects.count()) == (OrderState.PAID, 0)


@pytest.mark.parametrize("slug", ["nothing-here", "draft"])
def test_a_draft_looks_like_nothing(browser, slug) -> None:
    catalog.create_offer(slug="draft", title="Draft", products=an_offer().products.all())

    assert browser.get(f"/checkout/{slug}/").status_code == 404


def test_an_offer_of_another_business_looks_like_nothing(browser, other) -> None:
    with enter(other):
        an_offer("theirs")

    assert browser.get("/checkout/theirs/").status_code == 404


class TestChallenge:
    """The bank asks before the money moves."""

    def asked(self, browser: Client) -> str:
        an_offer()
        page = browser.post(ADDRESS, {**form_of(browser), **card_fields(ASKS)})
        assert page.headers["Location"].startswith(f"{ADDRESS}challenge/")
        return page.headers["Location"]

    def test_approved_leads_to_the_receipt(self, browser) -> None:
        question = self.asked(browser)

        page = browser.post(question, {"answer": "approve"}, follow=True)

        assert "You’re in, Sofia." in page.content.decode()
        assert Order.objects.get().state == OrderState.PAID

    def test_refused_leads_back_with_the_details_kept(self, browser) -> None:
        question = self.asked(browser)

        page = browser.post(question, {"answer": "refuse"}, follow=True)

        words = page.content.decode()
        assert (page.redirect_chain[0][0], Order.objects.get().state) == (f"{ADDRESS}?again=1", OrderState.PLACED)
        assert "Your bank could not confirm that it was you. Nothing was charged. Try again." in words
        assert f'value="{EMAIL}"' in words

    def test_a_second_click_on_pay_leads_to_the_same_question(self, browser) -> None:
        an_offer()
        form = {**form_of(browser), **card_fields(ASKS)}

        places = [browser.post(ADDRESS, form).headers["Location"].rsplit("/challenge/")[0] for _click in "12"]

        assert (places, Payment.objects.count()) == ([ADDRESS.rstrip("/")] * 2, 1)

    def test_a_forged_link_looks_like_nothing(self, browser) -> None:
        question = self.asked(browser)

        assert browser.get(f"{question[:-3]}xx/").status_code == 404


class TestSignedIn:
    """Somebody who has an account buys for themselves."""

    @pytest.fixture
    def carol(self, browser) -> User:
        user = User.objects.create_user("carol@example.com", name="Carol Adeyemi")
        people.meet(email=user.email, name=user.name, user=user)
        browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return user

    def test_the_email_cannot_be_changed(self, browser, carol) -> None:
        an_offer()

        browser.post(ADDRESS, form_of(browser))

        assert Order.objects.get().buyer.user == carol

    def test_owning_it_already_says_so(self, browser, carol) -> None:
        offer = an_offer()
        form = form_of(browser)
        Entitlement.objects.create(
            person=carol.person, product=offer.products.get(), source="gift", granted_at=clock.now()
        )

        looked_at, posted = browser.get(ADDRESS), browser.post(ADDRESS, form)

        assert (looked_at.status_code, posted.status_code, Order.objects.count()) == (200, 409, 0)
        assert "You already have this" in looked_at.content.decode()


class TestReceipt:
    """Who may see a receipt."""

    def test_the_token_opens_it_and_its_pdf(self, browser) -> None:
        order = a_paid_order()

        page, pdf = browser.get(receipt_path(order)), browser.get(receipt_path(order, "receipt_pdf"))

        assert (page.status_code, pdf.headers["Content-Type"], pdf.content[:5]) == (200, "application/pdf", b"%PDF-")

    def test_without_a_token_it_looks_like_nothing(self, browser) -> None:
        order = a_paid_order()

        tries = ["", "?t=", "?t=forged", f"?t={uuid4()}"]

        assert [browser.get(f"/orders/{order.code}/{query}").status_code for query in tries] == [404] * 4

    def test_a_token_of_another_order_does_not_open_it(self, browser) -> None:
        offer = an_offer()
        mine, theirs = a_paid_order(offer), a_paid_order(offer, email="joel@example.com")

        assert browser.get(f"/orders/{theirs.code}/?t={receipt_token(mine)}").status_code == 404

    def test_a_token_of_another_business_does_not_open_it(self, browser, other) -> None:
        order = a_paid_order()
        with enter(other):
            token = receipt_token(order)

        assert browser.get(f"/orders/{order.code}/?t={token}").status_code == 404

    def test_its_signed_in_buyer_needs_no_token(self, browser) -> None:
        order = a_paid_order()
        user = User.objects.create_user(EMAIL)
        people.link_account(person=order.buyer, user=user)
        browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

        assert browser.get(f"/orders/{order.code}/").status_code == 200


class TestContinuation:
    """Straight on to the course, in the browser that paid."""

    def bought(self, browser: Client) -> Order:
        an_offer()
        browser.post(ADDRESS, form_of(browser))
        return Order.objects.latest("pk")

    def walk_in(self, browser: Client, order: Order) -> bool:
        browser.post(f"/orders/{order.code}/continuation/")
        return "_auth_user_id" in browser.session

    def test_a_new_buyer_walks_in(self, browser) -> None:
        order = self.bought(browser)

        assert self.walk_in(browser, order)
        assert User.objects.get(email=EMAIL) == order.opened_account

    def test_another_browser_does_not(self, browser, client_for, okafor) -> None:
        order = self.bought(browser)
        stranger = client_for(okafor)

        assert stranger.post(f"/orders/{order.code}/continuation/").status_code == 404

    def test_an_account_that_was_there_is_not_walked_into(self, browser) -> None:
        User.objects.create_user(EMAIL)

        order = self.bought(browser)

        assert (self.walk_in(browser, order), order.opened_account) == (False, None)

    def test_an_account_is_not_walked_into_once_its_owner_came_by_email(self, browser) -> None:
        order = self.bought(browser)
        owner = User.objects.get(email=EMAIL)

        accounts.use_sign_in_link(link=accounts.make_sign_in_link(user=owner, lifetime=timedelta(minutes=5)))

        assert not self.walk_in(browser, order)

    def test_an_account_with_earlier_orders_is_not_walked_into(self, browser) -> None:
        a_paid_order(an_offer("earlier", price=100))

        assert not self.walk_in(browser, self.bought(browser))

    def test_one_more_thing_bought_in_the_same_browser_leaves_the_way_in(self, browser) -> None:
        first = self.bought(browser)
        an_offer("letter", price=100)
        browser.post("/checkout/letter/", {**form_of(browser), "price": "100 USD"})
        second = Order.objects.latest("pk")

        assert (second.opened_account, second.paid_at is None) == (None, False)
        assert self.walk_in(browser, second)
        assert User.objects.get(pk=browser.session["_auth_user_id"]) == first.opened_account

    def test_what_the_owner_bought_elsewhere_shuts_the_way_in(self, browser) -> None:
        order = self.bought(browser)

        a_paid_order(an_offer("elsewhere", price=100))

        assert not self.walk_in(browser, order)

    def test_somebody_known_before_is_not_walked_into(self, browser) -> None:
        lead = people.meet(email=EMAIL)
        type(lead).objects.filter(pk=lead.pk).update(created_at=lead.created_at - timedelta(days=3))

        assert not self.walk_in(browser, self.bought(browser))


def test_hosts_of_other_businesses_share_no_session(browser, client_for, other: CurrentTenant) -> None:
    an_offer()
    browser.post(ADDRESS, form_of(browser))
    theirs = client_for(other)
    theirs.cookies = browser.cookies

    assert theirs.get(f"/orders/{Order.objects.get().code}/").status_code == 404


def test_a_receipt_with_a_null_byte_for_a_code_is_missing(browser) -> None:
    assert browser.get("/orders/%00/").status_code == 404
