"""Gifts and teams through the API."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marque.kit.mail.models import SentEmail
from tenant_apps.orders import actions as orders
from tests.tenant_apps.giving import GIVER, OWNER, RECIPIENT, a_gift, a_team, somebody
from tests.tenant_apps.programs import a_program
from tests.tenant_apps.selling import an_offer

pytestmark = pytest.mark.usefixtures("parcels")
JOEL = "joel@example.com"
STATES = ("unpaid", "scheduled", "sent", "claimed", "taken_back")


def test_a_gift_is_shown_and_its_link_is_not(books):
    gift = a_gift()
    claimed = orders.claim_gift(gift=gift, person=somebody())

    shown = books.call("get", f"/gifts/{gift.key}/").json()

    assert (shown["state"], shown["giver_email"], shown["recipient_email"]) == ("claimed", GIVER, RECIPIENT)
    assert (shown["claimed_by"], shown["order"]) == (str(claimed.claimed_by.key), str(gift.order.key))
    assert "/gifts/" not in json.dumps(shown)


def test_gifts_are_found_by_state_giver_and_recipient(books):
    gift = a_gift()
    asked = [
        "state=scheduled", "state=claimed", f"giver={gift.order.buyer.key}", f"giver={gift.key}",
        f"email={RECIPIENT.upper()}", "email=x@example.com",
    ]  # fmt: skip

    found = [len(books.call("get", f"/gifts/?{each}").json()["results"]) for each in asked]

    assert found == [1, 0, 1, 0, 1, 0]


def test_a_gift_whose_money_the_bank_took_is_listed_as_what_it_is(books):
    gift = a_gift()
    payment = gift.order.payments.get()
    dispute = orders.open_dispute(payment=payment, reference="dp_1", amount=gift.order.total)
    orders.close_dispute(dispute=dispute, won=False)

    listed = {state: len(books.call("get", f"/gifts/?state={state}").json()["results"]) for state in STATES}

    assert listed == {"unpaid": 0, "scheduled": 0, "sent": 0, "claimed": 0, "taken_back": 1}
    assert books.call("get", f"/gifts/{gift.key}/").json()["state"] == "taken_back"


def test_a_team_is_shown_without_its_link(books):
    team = a_team(seats=3)

    shown = books.call("get", f"/teams/{team.key}/").json()
    [listed] = books.call("get", f"/teams/?owner={team.owner.key}").json()["results"]

    assert (shown["owner_email"], shown["seats"], shown["used"], shown["is_open"]) == (OWNER, 3, 0, True)
    assert ({**listed, "is_open": True}, team.link_key in json.dumps(shown)) == (shown, False)


def test_a_longer_list_asks_no_more_of_the_database(books):
    counts = []
    for number in (1, 2, 3):
        a_gift(an_offer(f"gift-{number}"))
        a_team(slug=f"team-{number}")
        with CaptureQueriesContext(connection) as seen:
            books.call("get", "/gifts/")
            books.call("get", "/teams/")
        counts.append(len(seen))

    assert counts[1] == counts[2]


def test_each_address_is_answered_and_invited_once(books):
    team = a_team(seats=2)
    asked = {"emails": [JOEL, "nobody", JOEL]}

    answer = books.call("post", f"/teams/{team.key}/members/", asked, **{"Idempotency-Key": "a"})
    again = books.call("post", f"/teams/{team.key}/members/", asked, **{"Idempotency-Key": "a"})

    said = [(each["invited"], each["detail"]) for each in answer.json()["invitations"]]
    assert said == [(True, "Invited."), (False, "No email address here."), (False, "Is invited already.")]
    assert (again.json(), SentEmail.objects.filter(purpose="seat").count()) == (answer.json(), 1)


def test_members_are_listed_and_taken_out(books):
    team = a_team()
    orders.invite(team=team, lines=[JOEL])
    orders.take_seat(team=team, person=somebody(), link_key=team.link_key)
    here = f"/teams/{team.key}/members/"
    before = books.call("get", here).json()["results"]

    gone = [books.call("delete", f"{here}{each['id']}/").json()["state"] for each in before]

    assert [(each["state"], each["email"]) for each in before] == [("taken", RECIPIENT), ("invited", JOEL)]
    assert (gone, books.call("get", here).json()["results"]) == (["freed", "freed"], [])
    assert books.call("get", f"/teams/{team.key}/").json()["used"] == 0


def test_a_member_of_another_team_is_not_there(books):
    one, two = a_team(), a_team(owner="two@example.com", slug="two")
    seat = orders.take_seat(team=two, person=somebody(), link_key=two.link_key)

    assert books.call("delete", f"/teams/{one.key}/members/{seat.key}/").status_code == 404


def test_what_is_no_list_of_addresses_is_said(books):
    answer = books.call("post", f"/teams/{a_team().key}/members/", {"emails": []})

    assert (answer.status_code, answer.json()["field"]) == (400, "emails")


def test_who_may_read_teams_may_not_invite(okafor, in_okafor):
    team = a_team()
    reader = a_program(okafor, "teams:read")

    statuses = [
        reader.call("get", f"/teams/{team.key}/members/").status_code,
        reader.call("post", f"/teams/{team.key}/members/", {"emails": [JOEL]}).status_code,
        reader.call("get", "/gifts/").status_code,
    ]

    assert statuses == [200, 403, 403]
