"""Rahul sells, the platform collects and keeps its eighteen percent; money goes back; an operator pays the rest out."""

from collections.abc import Iterator

import pytest

from tests.journeys.collecting import OPERATOR, OWNER, collected
from tests.journeys.stage.post import PostOffice, link_in, pdf_in
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.journeys.statements import cents, in_csv, in_pdf, missing, on_page
from tests.journeys.steps import finds_it_closed
from tests.journeys.tills import Practice, Till, open_order, pay, walk_in

# of 35.00, 29.00 and 12.00 the platform keeps 18 %
PRICE, FEE = 3_500, 630


@pytest.fixture(params=["practice", "stripe"])
def till(request: pytest.FixtureRequest, visit) -> Iterator[Till]:
    """The platform collects for Rahul this way, and by practice again at the end. `till.owner` is Rahul."""
    if request.param == "practice":
        yield Practice(visit("rahul").sign_in(OWNER, then="/studio/"))
        return
    with collected(visit, name="stripe") as stripe:
        yield stripe


def pay_at_once(rahul: Visitor) -> None:
    """Earnings can be paid out on the day they come."""
    rahul.go("/studio/money/terms/")
    rahul.fill(Days_until_earnings_are_available="0")
    rahul.click("Save")
    rahul.sees("Saved.")


def sell(till: Till, visit, post: PostOffice, offer: str, name: str) -> Visitor:
    """Somebody buys and begins."""
    buyer: Visitor = visit("rahul")
    email = f"{name.lower()}@{till.name}.example"
    pay(till, buyer, offer, email=email, name=f"{name} {till.name.title()}")
    buyer.sees(f"You’re in, {name}.")
    post.letter(email, "receipt")
    walk_in(buyer)
    # as at Stripe: the payment is told of long before anything that becomes of it
    till.tell()
    return buyer


def give_back(till: Till, visit, post: PostOffice) -> None:
    """Rahul refunds a sale in his Studio: the buyer reads of it, and the course closes."""
    buyer, rahul = sell(till, visit, post, "excel", "Dev"), till.owner
    open_order(rahul, f"Dev {till.name.title()}")
    rahul.page.locator("main a[href*=refund]").click()
    rahul.fill(Reason="Bought twice.")
    rahul.click("Send it back")
    rahul.sees("Refunded")
    post.letter(f"dev@{till.name}.example", "refund")
    finds_it_closed(buyer, "/learn/excel/", "Which ones, since when")


def lose(till: Till, visit, post: PostOffice) -> None:
    """A buyer's bank takes the money back for good: Rahul gets word of both, and the course closes."""
    buyer, rahul, name = sell(till, visit, post, "paid-on-time", "Uma"), till.owner, f"Uma {till.name.title()}"
    reference = open_order(rahul, name)
    till.dispute(reference)
    rahul.go(link_in(post.letter(OWNER, f"{name}’s bank questions $12.00"), "/studio/disputes/"))
    rahul.sees("The bank wants your answer by")
    till.decide(reference, won=False)
    post.letter(OWNER, "You lost the dispute about $12.00")
    finds_it_closed(buyer, "/learn/paid-on-time/", "The three reminders")


def ask_for_a_payout(till: Till) -> int:
    """Say where it goes, and ask for all that is there; how much that was."""
    rahul = till.owner
    rahul.go("/studio/money/own/")
    look_at(rahul, "studio, own payouts")
    if till.name == "stripe":
        rahul.click("Be paid into your Stripe account")
        rahul.sees("Stripe, ready")
    else:
        rahul.fill(Account_holder="Rahul Menon", IBAN="DE89 3704 0044 0532 0130 00")
        rahul.click("Save account")
    rahul.sees("Saved.")
    asked = rahul.page.get_by_label("Amount").input_value()
    rahul.click("Ask for a payout")
    rahul.sees("Waiting for approval")
    return cents(asked)


def approve_and_pay(till: Till, olu: Visitor) -> str:
    """Find it in the console, read where it comes from, approve it; Stripe sends it by itself. The transfer's name."""
    olu.go("/console/payouts/")
    olu.look("console, payouts waiting")
    waiting = olu.page.get_by_role("row").filter(has_text="Rahul Menon").get_by_role("link").first
    waiting.click()
    olu.look("console, payout")
    olu.sees("Platform fee, 18 %")
    olu.click("Approve")
    olu.sees("Done. The wallet shows it.")
    if till.name == "stripe":
        sent = [each for each in olu.site.stripe.books("acct_platform").things.values() if each["object"] == "transfer"]
        return str(sent[-1]["id"])
    waiting.click()
    olu.fill(Reference_of_the_transfer="SEPA-2041")
    olu.click("Mark as paid")
    olu.sees("Done. The wallet shows it.")
    return "SEPA-2041"


def test_what_the_platform_collects_is_shared_and_paid_out(visit, till: Till, post: PostOffice) -> None:
    rahul = till.owner
    pay_at_once(rahul)
    sell(till, visit, post, "both", "Mira")
    rahul.go("/studio/money/")
    rahul.reloads_until("$28.70", "$6.30")
    look_at(rahul, "studio, money collected by the platform")
    give_back(till, visit, post)
    lose(till, visit, post)

    asked = ask_for_a_payout(till)
    reference = approve_and_pay(till, visit("").sign_in(OPERATOR, then="/console/"))

    rahul.go("/studio/money/own/")
    rahul.page.locator("table a[href*='/studio/money/payouts/']").first.click()
    look_at(rahul, "studio, payout explained")
    rahul.sees(reference, "Paid by the buyer: $35.00", "Platform fee, 18 %: -$6.30")
    explained = on_page(rahul)
    assert ("Sale", PRICE - FEE) in explained.lines
    assert {"Sale", "Refund", "Dispute opened", "Payout reserved"} <= {words for words, _amount in explained.lines}
    assert explained.explains(asked)
    assert in_csv(rahul.download(lambda: rahul.follow("CSV"))) == explained
    assert missing(in_pdf(rahul.download(lambda: rahul.follow("Statement"))), explained) == []
    assert missing(in_pdf(pdf_in(post.letter(OWNER, "is paid"))), explained) == []
