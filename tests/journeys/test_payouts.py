"""Rahul sells, the platform collects and keeps its eighteen percent, and an operator pays him out."""

from playwright.sync_api import expect

from tests.journeys.stage.post import PostOffice
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.journeys.steps import buy

# of 29.00 the platform keeps 18 %; what the card cost is known a minute later
FEE, EARNED, ASKED = "$5.22", "$23.78", "$20.00"


def pay_at_once(rahul: Visitor) -> None:
    """Earnings can be paid out on the day they come."""
    rahul.go("/studio/money/terms/")
    rahul.fill(Days_until_earnings_are_available="0")
    rahul.click("Save")
    rahul.sees("Saved.")


def ask_for_a_payout(rahul: Visitor) -> None:
    """Say where it goes, and ask for some of it."""
    rahul.go("/studio/money/own/")
    look_at(rahul, "studio, own payouts")
    rahul.fill(Account_holder="Rahul Menon", IBAN="DE89 3704 0044 0532 0130 00")
    rahul.click("Save account")
    rahul.sees("Saved.")
    rahul.fill(Amount=ASKED)
    rahul.click("Ask for a payout")
    rahul.sees("Waiting for approval")


def approve_and_pay(olu: Visitor) -> None:
    """Find it in the console, read where it comes from, approve it, and send the money."""
    olu.go("/console/payouts/")
    olu.look("console, payouts waiting")
    olu.page.get_by_role("row").filter(has_text="Rahul Menon").get_by_role("link").first.click()
    olu.look("console, payout")
    olu.sees(ASKED)
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
    rahul.reloads_until(EARNED)
    look_at(rahul, "studio, money collected by the platform")
    rahul.sees(FEE)
    ask_for_a_payout(rahul)
    olu.sign_in("olu@marque.example", then="/console/")
    approve_and_pay(olu)

    rahul.go("/studio/money/own/")
    rahul.page.locator("table a[href*='/studio/money/payouts/']").first.click()
    look_at(rahul, "studio, payout explained")
    rahul.sees(ASKED, "SEPA-2041")
    expect(rahul.page.get_by_role("table").filter(has_text="#1")).to_contain_text(EARNED)
