"""Noor wrote a course with Maren: she shares in its sales, asks for her money, and every cent of it is explained."""

from collections.abc import Iterator

import pytest

from tests.journeys.stage.post import PostOffice, pdf_in
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.journeys.statements import in_csv, in_pdf, missing, on_page
from tests.journeys.steps import buy
from tests.journeys.tills import open_order, walk_in

OWNER, NOOR, TITLE = "maren@okafor.example", "noor@authors.example", "The Second Number"
# 37.5 % of 490.00, and of the 100.00 that go back
SHARE, GIVEN_BACK, PAID = 18_375, 3_750, 33_000


@pytest.fixture
def noor(visit) -> Visitor:
    """She took the short course once, and has an account since."""
    visitor: Visitor = visit()
    buy(visitor, "scoping-without-fear", email=NOOR, name="Noor Haddad")
    walk_in(visitor)
    return visitor


@pytest.fixture
def maren(visit, noor: Visitor) -> Iterator[Visitor]:
    """Names Noor, and takes it back at the end."""
    owner: Visitor = visit().sign_in(OWNER, then="/studio/")
    name_author(owner, weight="1")
    owner.go("/studio/money/rules/")
    owner.fill(Percent_of_the_price="37.5")
    owner.page.get_by_label("Only this product").select_option(label=TITLE)
    look_at(owner, "studio, commission rules")
    owner.click("Set the rule")
    owner.sees("From now on:")
    hold(owner, days="0")
    yield owner
    hold(owner, days="7")
    name_author(owner, weight="0")
    owner.go("/studio/money/rules/")
    owner.page.get_by_role("row").filter(has_text=TITLE).get_by_role("button", name="End").click()
    owner.sees("The rule has ended.")


def name_author(owner: Visitor, *, weight: str) -> None:
    owner.go("/studio/money/contributors/")
    owner.page.get_by_label("Product").select_option(label=TITLE)
    owner.fill(Email=NOOR, Weight=weight)
    look_at(owner, "studio, contributors")
    owner.click("Save")
    owner.sees("Saved. It holds for sales from now on.")


def hold(owner: Visitor, *, days: str) -> None:
    owner.go("/studio/money/terms/")
    owner.fill(Days_until_earnings_are_available=days)
    owner.click("Save")
    owner.sees("Saved.")


def refund_a_part(maren: Visitor, buyer: str) -> None:
    """A hundred dollars of an order."""
    open_order(maren, buyer)
    maren.page.locator("main a[href*=refund]").click()
    maren.fill(Amount="100.00", Reason="Two lessons were late.")
    maren.click("Send it back")
    maren.sees("Refunded")


def ask(noor: Visitor) -> None:
    """For all but a little of what she has."""
    noor.go("/account/earnings/")
    noor.reloads_until("$330.00")
    noor.look("earnings")
    noor.fill(Account_holder="Noor Haddad", IBAN="DE89 3704 0044 0532 0130 00")
    noor.click("Save account")
    noor.sees("Payouts go there from now on.")
    noor.click("Ask for a payout")
    noor.sees("You have asked for $330")


def approve(maren: Visitor) -> None:
    """Where the creator is the merchant, she decides, and sends the money."""
    maren.go("/studio/money/payouts/")
    look_at(maren, "studio, payouts of others")
    maren.page.get_by_role("row").filter(has_text="Noor Haddad").get_by_role("link").first.click()
    maren.sees("37.5 % of $490.00, by the rule for this product")
    maren.click("Approve")
    maren.sees("Done. The wallet shows it.")
    maren.fill(Reference_of_the_transfer="SEPA-77")
    maren.click("Mark as paid")
    maren.sees("Done. The wallet shows it.", "SEPA-77")


def test_an_author_is_paid_and_each_cent_is_explained(visit, noor: Visitor, maren: Visitor, post: PostOffice) -> None:
    for name in ("Ebba", "Rolf"):
        buy(visit(), "the-second-number", email=f"{name.lower()}@authors.example", name=f"{name} Falk")
    refund_a_part(maren, "Rolf Falk")
    ask(noor)
    post.letter(OWNER, "Noor Haddad asks for a payout of $330.00")
    approve(maren)

    explained = on_page(maren)
    look_at(maren, "studio, payout of an author")
    assert explained.lines == [("Sale", SHARE), ("Sale", SHARE), ("Refund", -GIVEN_BACK), ("Payout reserved", -PAID)]
    assert explained.explains(PAID)
    assert in_csv(maren.download(lambda: maren.follow("CSV"))) == explained
    assert missing(in_pdf(pdf_in(post.letter(NOOR, "is paid"))), explained) == []

    noor.go("/account/earnings/")
    noor.sees("Paid")
    assert in_csv(noor.download(lambda: noor.follow("CSV"))) == explained
    assert missing(in_pdf(noor.download(lambda: noor.follow("PDF"))), explained) == []
