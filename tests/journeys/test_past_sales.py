"""Orders that no checkout made: brought in from a file, paid by hand, given away; and why somebody may come in."""

import csv
import io
import re

from playwright.sync_api import expect

from tests.journeys.shop import Shop
from tests.journeys.stage.post import PostOffice, text_of
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor

SCOPING = "Scoping Without Fear"
HEAD = "email,name,offer,amount,currency,paid_at,reference\n"
GOOD = "olga.past@example.com,Olga Past,scoping-without-fear,190.00,USD,2025-11-03,A-1\n"
BAD = "not an address,Nils,scoping-without-fear,190.00,USD,2025-11-04,A-2\n"
LATE = "pelle.past@example.com,Pelle Past,no-such-offer,90.00,USD,2025-11-05,A-3\n"


def bring(maren: Visitor, lines: str, *, only_good: bool = False) -> None:
    """Bring a file of past sales in."""
    maren.go("/studio/orders/import/")
    file = {"name": "sales.csv", "mimeType": "text/csv", "buffer": (HEAD + lines).encode()}
    maren.page.locator("input[type=file]").set_input_files(file)
    maren.page.get_by_label("Bring the good lines in").set_checked(only_good)
    maren.click("Bring them in")


def test_past_sales_come_in_line_by_line_and_only_once(shop: Shop, post: PostOffice) -> None:
    maren = shop.owner
    with maren.expecting(422):
        bring(maren, GOOD + BAD + LATE)
        maren.sees("2 lines are wrong. Nothing was brought in.")
        maren.sees("“not an address” is not an email address.", "There is no offer with the address “no-such-offer”.")
        look_at(maren, "studio, a file with wrong lines")
        bring(maren, GOOD + BAD + LATE, only_good=True)
        maren.sees("2 lines are wrong. Put them right and bring the file again.", "One order was brought in.")
    bring(maren, GOOD + LATE.replace("no-such-offer", "scoping-without-fear"))
    maren.sees("One order was brought in.", "One was there already.")
    bring(maren, GOOD)
    maren.sees("0 orders were brought in. One was there already.")

    maren.go("/studio/orders/?q=olga.past@example.com")
    expect(maren.page.locator("main tbody tr")).to_have_count(1)
    assert [one for one in post.letters if "past@" in str(one["to"]) and "receipt" in str(one["subject"])] == []


def write_down(maren: Visitor, *, email: str, name: str, way: str, **more: str) -> None:
    """An order by hand."""
    maren.go("/studio/orders/")
    maren.follow("Order by hand")
    maren.page.get_by_label("Offer").select_option(label=SCOPING)
    maren.page.get_by_role("radio", name=way).check()
    maren.page.get_by_label("Buyer's email").fill(email)
    maren.page.get_by_label("Buyer's name").fill(name)
    maren.fill(Amount="190.00", **more)
    maren.click("Write it down")


def test_orders_by_hand_are_explained_and_in_the_file(visit, shop: Shop, post: PostOffice) -> None:
    maren = shop.owner
    write_down(maren, email="tove.hand@example.com", name="Tove Hand", way="Bank transfer", Reference="T-77")
    maren.sees("is written down.", "$190 from Tove Hand", "By hand")
    post.letter("tove.hand@example.com", "receipt")
    with maren.expecting(422):
        write_down(maren, email="gro.gift@example.com", name="Gro Gift", way="Nothing to pay")
        maren.sees("Write why it is given away")
        look_at(maren, "studio, an order given away without a reason")
    maren.fill(Reason="Spoke at our meeting.")
    maren.click("Write it down")
    maren.sees("is written down.", "Complimentary", "Spoke at our meeting.")
    look_at(maren, "studio, an order given away")
    assert "$0.00" in text_of(post.letter("gro.gift@example.com", "receipt"))

    explain(maren)
    maren.go("/studio/orders/?q=example.com")
    rows = list(csv.DictReader(io.StringIO(export(maren).decode("utf-8-sig"))))
    found = {row["Email"]: (row["Kind"], row["Amount"], row["Discount"]) for row in rows}
    assert found["tove.hand@example.com"] == ("By hand", "190.00", "0.00")
    assert found["gro.gift@example.com"] == ("Complimentary", "0.00", "190.00")


def export(maren: Visitor) -> bytes:
    """The orders of the list as a CSV file."""
    maren.page.get_by_role("button", name="Actions").first.click()
    return maren.download(lambda: maren.follow("Download CSV"))


def explain(maren: Visitor) -> None:
    """Why it is open to Gro, since when and by which order; then it is taken away with a reason, and that is told."""
    maren.go("/studio/people/?q=gro.gift@example.com")
    maren.page.get_by_role("link", name="Gro Gift").first.click()
    maren.reloads_until("Open")
    access = maren.page.locator(".access").filter(has_text=SCOPING)
    expect(access).to_contain_text("since")
    expect(access.get_by_role("link", name=re.compile(r"Order #\d+"))).to_be_visible()
    access.get_by_role("link", name="Take away").click()
    maren.fill(Reason="Given by mistake.")
    maren.click("Take it away")
    maren.sees("Taken away. What other reasons give stays.")
    expect(maren.page.locator(".access").filter(has_text=SCOPING)).to_contain_text("taken away on")
