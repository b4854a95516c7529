"""Teams at the checkout, in the account and at the door."""

import re

import pytest
from django.test import Client

from marque.kit.facts.sweep import deliver_pending
from tenant_apps.accounts.models import User
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Order, Seat, Team
from tenant_apps.orders.teams import joining_path, seat_path
from tenant_apps.people import actions as people
from tests.tenant_apps.giving import MONTHLY, OWNER, a_team, a_team_offer
from tests.tenant_apps.roles import BACKEND
from tests.tenant_apps.selling import EMAIL, NAME, card_fields

pytestmark = pytest.mark.usefixtures("in_okafor", "parcels")
ADDRESS = "/checkout/seats/"
MIRA = "mira@example.com"


@pytest.fixture
def browser(client_for, okafor) -> Client:
    return client_for(okafor)


def sign_in(browser: Client, email: str) -> User:
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, name="Olu Bello")
    people.meet(email=email, user=user)
    browser.force_login(user, backend=BACKEND)
    return user


def form_of(browser: Client, address: str = ADDRESS, **more: str) -> dict[str, str]:
    page = browser.get(address).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(order_key|price|team)" value="([^"]+)"', page))
    return {**hidden, "email": EMAIL, "name": NAME, **card_fields(), **more}


def fresh() -> Team:
    return Team.objects.get()


class TestCheckout:
    def test_the_price_is_asked_for_each_seat(self, browser) -> None:
        a_team_offer()

        shown = browser.post(ADDRESS, {"update": "1", "seats": "5"}).content.decode()
        browser.post(ADDRESS, form_of(browser, f"{ADDRESS}?seats=5", seats="5"))

        assert "5 seats, $99 each" in shown
        assert (Order.objects.get().total_amount, fresh().seats) == (49_500, 5)

    def test_another_number_than_was_shown_is_shown_before_anything_is_charged(self, browser) -> None:
        a_team_offer()

        page = browser.post(ADDRESS, form_of(browser, seats="5"))

        assert (page.status_code, Order.objects.filter(paid_at__isnull=False).count()) == (409, 0)
        assert "$495.00" in page.content.decode()

    @pytest.mark.parametrize("seats", ["0", "-3", "11", "many", ""])
    def test_a_number_that_cannot_be_is_said(self, browser, seats) -> None:
        a_team_offer()

        page = browser.post(ADDRESS, form_of(browser, seats=seats))

        assert (page.status_code, Order.objects.count()) == (422, 0)
        assert "Choose from 2 to 10 seats." in page.content.decode()

    def test_the_receipt_leads_to_the_team(self, browser) -> None:
        a_team_offer()

        page = browser.post(ADDRESS, form_of(browser, seats="2"), follow=True).content.decode()

        assert "Your team can begin." in page
        assert "2 seats of The Second Number are ready." in page


class TestOwner:
    @pytest.fixture
    def team(self, browser) -> Team:
        sign_in(browser, OWNER)
        return a_team()

    def test_the_page_has_the_link_the_seats_and_the_people(self, browser, team) -> None:
        orders.invite(team=team, lines=["joel@example.com"])

        page = browser.get(f"/account/teams/{team.code}/").content.decode()
        account = browser.get("/account/").content.decode()

        for words in (joining_path(team), "0 of 3 seats taken", "joel@example.com", "Invited"):
            assert words in page
        assert f"/account/teams/{team.code}/" in account

    def test_a_list_is_invited_and_answered(self, browser, team) -> None:
        typed = "joel@example.com\nnobody\n"

        page = browser.post(f"/account/teams/{team.code}/members/", {"people": typed})

        assert page.status_code == 200
        for words in ("1 person is invited.", "No email address here."):
            assert words in page.content.decode()

    def test_an_empty_list_says_so(self, browser, team) -> None:
        assert browser.post(f"/account/teams/{team.code}/members/", {"people": " "}).status_code == 422

    def test_link_name_own_seat_and_members(self, browser, team) -> None:
        place = f"/account/teams/{team.code}"

        browser.post(f"{place}/link/")
        browser.post(f"{place}/name/", {"name": "  Studio   Brandt "})
        browser.post(f"{place}/own-seat/")
        seat = Seat.objects.get()
        taken = fresh()
        browser.post(f"{place}/members/{seat.key}/")

        assert (taken.link_key == team.link_key, taken.name, taken.used) == (False, "Studio Brandt", 1)
        assert (fresh().used, Seat.objects.standing().count()) == (0, 0)

    def test_more_seats_are_bought_at_the_checkout(self, browser, team) -> None:
        there = browser.get(f"/account/teams/{team.code}/seats/").headers["Location"]
        form = form_of(browser, there, seats="1")

        browser.post(there, form)

        assert (fresh().seats, Team.objects.count(), Order.objects.latest("pk").total_amount) == (4, 1, 9_900)

    def test_a_full_team_is_sold_no_more_seats(self, browser) -> None:
        sign_in(browser, OWNER)
        team = a_team(seats=3, most=3, slug="small")

        page = browser.get(f"/account/teams/{team.code}/").content.decode()
        there = browser.get(f"/account/teams/{team.code}/seats/").headers["Location"]
        shown = browser.get(there)

        assert ("Your team is as large as it can be." in page, shown.status_code) == (True, 200)

    def test_seats_of_a_subscription_are_changed_with_it(self, browser) -> None:
        sign_in(browser, OWNER)
        team = a_team(terms=MONTHLY, slug="monthly")

        there = browser.get(f"/account/teams/{team.code}/seats/").headers["Location"]
        asked = browser.get(there).content.decode()
        browser.post(there, {"seats": "4"})

        assert "You have 3 seats, each $99.00 a month." in asked
        assert fresh().seats == 4

    def test_somebody_elses_team_looks_like_nothing(self, browser, team) -> None:
        sign_in(browser, MIRA)

        places = ["", "members/", "link/", "name/", "own-seat/", "seats/"]
        answers = [browser.post(f"/account/teams/{team.code}/{place}").status_code for place in places[1:5]]

        assert browser.get(f"/account/teams/{team.code}/").status_code == 404
        assert answers == [404] * 4


class TestDoor:
    def test_signed_in_one_press_takes_a_seat(self, browser) -> None:
        team = a_team()
        sign_in(browser, MIRA)

        page = browser.post(joining_path(team), follow=True).content.decode()
        deliver_pending()

        assert "You have a seat" in page
        assert Entitlement.objects.get().person.email == MIRA

    def test_by_the_link_nobody_gets_an_account_unasked(self, browser) -> None:
        page = browser.post(joining_path(a_team()))

        assert page.headers["Location"].startswith("/accounts/login/?next=%2Fteams%2Fjoin%2F")
        assert Seat.objects.count() == 0

    def test_an_invitation_lets_somebody_new_in(self, browser) -> None:
        team = a_team()
        orders.invite(team=team, lines=[MIRA])

        browser.post(seat_path(Seat.objects.get()), follow=True)

        assert (Seat.objects.get().person.email, "_auth_user_id" in browser.session) == (MIRA, True)

    def test_a_full_team_says_whom_to_ask(self, browser) -> None:
        team = a_team(seats=2)
        orders.invite(team=team, lines=["a@example.com", "b@example.com"])
        sign_in(browser, MIRA)

        page = browser.post(joining_path(team))

        assert page.status_code == 409
        assert "Every seat is taken" in page.content.decode()

    def test_a_turned_link_looks_like_nothing(self, browser) -> None:
        team = a_team()
        old = joining_path(team)
        orders.turn_link(team=team)

        assert [browser.get(path).status_code for path in (old, "/teams/join/x/", "/teams/seat/x/")] == [404] * 3
