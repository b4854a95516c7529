"""Rahul sells, the platform collects and keeps its eighteen percent, and an operator pays him out."""

import re

from playwright.sync_api import expect

from tests.journeys.stage.post import PostOffice
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.journeys.steps import buy

# 29.00 less 18 % for the platform and 2.9 % and 30 cents for the card
FEE, CARD, LEFT = "$5.22", "$1.14", "$22.64"


def pay_at_once(rahul: Visitor) -> None:
    """Earnings can be paid out on the day they come."""
    rahul.go("/studio/money/terms/")
    rahul.fill(Days_until_earnings_are_available="0")
    rahul.click("Save")
    rahul.sees("Saved.")


def ask_for_everything(rahul: Visitor) -> None:
    """Say where it goes, and ask for all of it."""
    rahul.go("/studio/money/own/")
    look_at(rahul, "studio, own payouts")
    rahul.fill(Account_holder="Rahul Menon", IBAN="DE89 3704 0044 0532 0130 00")
    rahul.click("Save account")
    rahul.sees("Saved.")
    rahul.click("Ask for a payout")
    rahul.sees("Waiting for approval")


def approve_and_pay(olu: Visitor) -> None:
    """Find it in the console, read where it comes from, approve it, and send the money."""
    olu.go("/console/payouts/")
    olu.look("console, payouts waiting")
    olu.page.get_by_role("row").filter(has_text="Rahul Menon").get_by_role("link").first.click()
    olu.look("console, payout")
    olu.sees(LEFT)
    olu.click("Approve")
    olu.sees("Done. The wallet shows it.")
    olu.page.get_by_role("row").filter(has_text="Rahul Menon").get_by_role("link").first.click()
    olu.fill(Reference_of_the_transfer="SEPA-2041")
    olu.click("Mark as paid")
    olu.sees("Done. The wallet shows it.")


def test_a_sale_is_collected_shared_and_paid_out(visit, post: PostOffice) -> None:
    rahul, reader, olu = visit("rahul"), visit("rahul"), visit("")
    rahul.sign_in("rahul@rahul.example")
    pay_at_once(rahul)

    buy(reader, "excel", email="mira@example.com", name="Mira Kapoor")
    reader.sees("You’re in, Mira.")
    post.letter("mira@example.com", "receipt")

    rahul.go("/studio/money/")
    rahul.reloads_until(LEFT)  # the card's fee is a fact of its own
    look_at(rahul, "studio, money collected by the platform")
    rahul.sees(FEE)
    ask_for_everything(rahul)
    olu.sign_in("olu@marque.example", then="/console/")
    approve_and_pay(olu)

    rahul.go("/studio/money/own/")
    rahul.page.locator("a[href*='/studio/money/payouts/']").first.click()
    look_at(rahul, "studio, payout explained")
    rahul.sees(LEFT, "SEPA-2041")
    expect(rahul.page.locator("main")).to_contain_text(re.compile(re.escape(CARD)))
