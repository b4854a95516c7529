"""Subscriptions through the API."""

import pytest

from marque.kit import clock
from marque.kit.money import Money
from tenant_apps.catalog import actions as catalog
from tenant_apps.catalog.terms import Terms
from tests.tenant_apps.selling import an_offer
from tests.tenant_apps.subscribing import a_subscription

pytestmark = pytest.mark.usefixtures("parcels")
MONTHLY = Terms("subscription", "month", 1)


def test_a_subscription_is_paused_and_resumed(books):
    held = a_subscription(at=clock.now())
    here = f"/subscriptions/{held.key}/"

    paused = books.call("put", f"{here}pause/").json()
    resumed = books.call("delete", f"{here}pause/").json()

    assert (paused["state"], resumed["state"]) == ("paused", "active")
    assert resumed["next_charge_at"] == resumed["period_ends_at"]


def test_a_pause_until_yesterday_names_its_field(books):
    held = a_subscription(at=clock.now())

    answer = books.call("put", f"/subscriptions/{held.key}/pause/", {"until": "2020-01-01T00:00:00Z"})

    assert (answer.status_code, answer.json()["field"]) == (422, "until")


def test_a_subscription_is_cancelled_kept_and_ended(books):
    held = a_subscription(at=clock.now())
    here = f"/subscriptions/{held.key}/cancellation/"

    states = [
        books.call("put", here).json()["state"],
        books.call("delete", here).json()["state"],
        books.call("put", here, {"at_once": True}).json()["state"],
    ]
    again = books.call("put", here)

    assert states == ["cancelled", "active", "ended"]
    assert (again.status_code, again.json()["code"]) == (422, "not_running")


def test_a_dearer_plan_is_charged_now(books):
    held = a_subscription(at=clock.now())
    price = catalog.set_price(offer=an_offer("dear"), price=Money(9_900, "USD"), option="monthly", terms=MONTHLY)

    answer = books.call("post", f"/subscriptions/{held.key}/changes/", {"price": str(price.key)})
    shown = books.call("get", f"/subscriptions/{held.key}/").json()

    assert (answer.status_code, answer.json()["applied_at"] is not None) == (201, True)
    assert (shown["amount"], shown["offer"]) == (9_900, str(price.offer.key))


def test_a_change_that_costs_more_than_was_said_is_refused(books):
    held = a_subscription(at=clock.now())
    price = catalog.set_price(offer=an_offer("dear"), price=Money(9_900, "USD"), option="monthly", terms=MONTHLY)
    asked = {"price": str(price.key), "most_due_now": 1_00}

    answer = books.call("post", f"/subscriptions/{held.key}/changes/", asked)

    assert (answer.status_code, answer.json()["code"]) == (422, "quote_changed")
    assert books.call("get", f"/subscriptions/{held.key}/").json()["amount"] == 4_900


def test_a_price_that_is_paid_once_is_no_plan(books):
    held = a_subscription(at=clock.now())
    price = an_offer("once").price

    answer = books.call("post", f"/subscriptions/{held.key}/changes/", {"price": str(price.key)})

    assert (answer.status_code, answer.json()["field"]) == (422, "price")


def test_subscriptions_are_found_by_state(books):
    held = a_subscription(at=clock.now())

    found = [books.call("get", f"/subscriptions/?state={state}").json()["results"] for state in ("active", "paused")]

    assert [[row["id"] for row in rows] for rows in found] == [[str(held.key)], []]
