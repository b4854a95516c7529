"""Olu runs the platform: makes a business, closes one, opens it again, and finds it all in the log."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor

PLACES = {"/console/waves/": "console, migrations", "/console/backups/": "console, backups"}
OPERATOR, REASON = "olu@marque.example", "Invoice 204 is sixty days late."


@pytest.fixture
def olu(visit) -> Visitor:
    """The operator, in the console."""
    return visit("").sign_in(OPERATOR, then="/console/")


def test_the_console_lists_every_business(olu: Visitor) -> None:
    olu.look("console, tenants")
    for name in ("Okafor", "North Light"):
        row = olu.page.get_by_role("row").filter(has_text=name)
        expect(row).to_contain_text(re.compile(r"[\d.,]+\s(KB|MB)"))
        expect(row).to_contain_text(re.compile(r"ago|now|Never"))
    olu.page.get_by_role("row").filter(has_text="Okafor").get_by_role("link").first.click()
    olu.look("console, tenant")


def test_a_learner_is_not_let_into_the_console(visit) -> None:
    stranger: Visitor = visit("")
    stranger.go("/console/")

    expect(stranger.page).to_have_url(re.compile("/login/"))


def test_a_business_is_made(visit, olu: Visitor) -> None:
    olu.follow("New tenant")
    olu.look("console, new tenant")
    olu.page.locator("main [name=name]").fill("Tidewater")
    olu.page.locator("main [name=slug]").fill("tidewater")
    olu.page.locator("main [name=owner_name]").fill("Ines Moreau")
    olu.page.locator("main [name=owner_email]").fill("ines@tidewater.example")
    olu.click("Create tenant")
    olu.sees("Tidewater is open. ines@tidewater.example has a link to their Studio.")
    olu.look("console, tenant made")

    reader: Visitor = visit("tidewater")
    reader.go("/")

    reader.sees("Tidewater")


def test_a_business_is_closed_and_opened_again(visit, olu: Visitor) -> None:
    reader: Visitor = visit()
    reader.go("/second-number/")
    olu.go("/console/tenants/okafor/")
    olu.fill(Reason=REASON)
    olu.click("Suspend Okafor")
    expect(olu.page.get_by_role("button", name="Open Okafor again")).to_be_visible()
    olu.look("console, tenant suspended")
    try:
        with reader.expecting(503):
            answer = reader.page.goto(reader.site.url("/second-number/"))
            assert answer.status == 503
            reader.look("suspended")
            reader.sees("Okafor")
        owner: Visitor = visit().sign_in("maren@okafor.example", then="/studio/")
        owner.sees(REASON)
        look_at(owner, "studio, suspended")
    finally:
        olu.click("Open Okafor again")
        expect(olu.page.get_by_role("button", name="Suspend Okafor")).to_be_visible()
    assert reader.page.goto(reader.site.url("/second-number/")).status == 200

    olu.go("/console/audit/")
    olu.look("console, audit log")
    log = olu.page.get_by_role("row").filter(has_text=OPERATOR).filter(has_text="okafor")
    assert [REASON in row for row in log.all_inner_texts()[:2]] == [False, True]


def test_a_business_is_archived_and_restored(visit, olu: Visitor) -> None:
    for path, name in PLACES.items():
        olu.go(path)
        olu.look(name)
    olu.go("/console/tenants/northlight/")
    olu.follow("Archive")
    olu.look("console, archive asked")
    olu.fill(Reason="Hana takes a year off.")
    olu.click("Archive")
    try:
        olu.sees("Done.")
        reader: Visitor = visit("northlight")
        with reader.expecting(410):
            _comes_to(reader, 410)
            reader.look("archived")
    finally:
        olu.go("/console/tenants/northlight/")
        olu.look("console, tenant archived")
        olu.follow("Restore")
        olu.fill(Reason="She is back.")
        olu.click("Restore")
        olu.sees("Done.")
    with reader.expecting(410):
        _comes_to(reader, 200)
    olu.follow("Show it")
    olu.sees("She is back.", "Hana takes a year off.")


def _comes_to(reader: Visitor, status: int) -> None:
    """Every process hears of a change within a second."""
    for _try in range(20):
        if reader.page.goto(reader.site.url("/", "northlight")).status == status:
            return
        reader.page.wait_for_timeout(200)
    raise AssertionError(f"North Light never answered {status}.")
