"""Maren connects a program: a token to ask with, an endpoint to be told at, a sale that arrives signed."""

import time

import httpx

from tests.journeys.stage.site import Site
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.journeys.steps import buy

COURSE = "the-second-number"


def make_token(maren: Visitor) -> str:
    """A token that may read orders, copied from the one page that shows it."""
    maren.go("/studio/settings/api/")
    look_at(maren, "studio, no tokens")
    maren.fill(Name="Bookkeeping")
    maren.page.get_by_label("See orders and refunds").check()
    maren.click("Make token")
    maren.sees("“Bookkeeping” is ready")
    look_at(maren, "studio, a new token")
    return maren.page.locator(".secret-text").inner_text()


def add_endpoint(maren: Visitor, url: str) -> str:
    """An endpoint for everything; its secret."""
    maren.go("/studio/settings/webhooks/")
    look_at(maren, "studio, no webhooks")
    maren.follow("Add an endpoint")
    maren.fill(Address="https://10.0.0.1/hooks", What_it_is_for="Bookkeeping")
    look_at(maren, "studio, new endpoint")
    with maren.expecting(422):
        maren.click("Add it")
        maren.sees("This address leads to a private network")
    maren.fill(Address=url)
    maren.click("Add it")
    maren.sees("The endpoint is ready")
    look_at(maren, "studio, a new secret")
    return maren.page.locator(".secret-text").inner_text()


def wait_for(site: Site, type: str) -> None:
    """Until the program was told."""
    deadline = time.monotonic() + 60
    while type not in site.receiver.types:
        assert time.monotonic() < deadline, f"Nobody told of {type}: {site.receiver.types}"
        time.sleep(0.2)


def test_a_program_is_told_of_a_sale_and_asks_about_it(visit, site: Site) -> None:
    maren = visit().sign_in("maren@okafor.example", then="/studio/")
    token = make_token(maren)
    site.receiver.secrets.append(add_endpoint(maren, site.receiver.url))

    maren.follow("I have it")
    maren.click("Send test event")
    maren.sees("It arrived: your program answered 200")
    look_at(maren, "studio, a delivery")
    buy(visit(), COURSE, email="priya@example.com", name="Priya Nair")
    wait_for(site, "order.paid")

    told = next(each for each in site.receiver.taken if each.event["type"] == "order.paid")
    headers = {"Host": f"okafor.localhost:{site.port}", "Authorization": f"Bearer {token}"}
    address = f"http://127.0.0.1:{site.port}/api/v1/orders/{told.event['data']['id']}/"
    shown = httpx.get(address, headers=headers).json()
    assert (told.trusted, shown["email"], shown["total"]) == (True, "priya@example.com", told.event["data"]["total"])

    maren.go("/studio/settings/webhooks/")
    look_at(maren, "studio, webhooks")
    maren.follow("Bookkeeping")
    maren.sees("order.paid")
    look_at(maren, "studio, an endpoint")
    maren.follow("order.paid")
    maren.click("Send again")
    maren.sees("It is sent again, under the same id.")


def test_the_api_can_be_read(visit) -> None:
    reader = visit()
    reader.go("/api/v1/docs/")

    reader.look("a business's API")
    reader.sees("Calling it", "/orders/{order_id}/refunds/")
