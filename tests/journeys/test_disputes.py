"""A buyer's bank questions a payment: Maren gets word, answers with a file, and wins or loses."""

import re

from playwright.sync_api import expect

from tests.journeys.stage.post import PostOffice, link_in
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.journeys.steps import finds_it_closed, finds_it_open
from tests.journeys.tills import Till, open_order, pay, walk_in

OWNER, COURSE, LEARN = "maren@okafor.example", "the-second-number", "/learn/the-second-number/"
LESSON = "Why the first number is a question"
PROOF = {"name": "chat.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\nWe wrote to each other."}


def sell_and_dispute(till: Till, buyer: Visitor, *, email: str, name: str) -> str:
    """Somebody buys and begins, and their bank asks for the money back; the payment's reference."""
    pay(till, buyer, COURSE, email=email, name=name)
    walk_in(buyer)
    reference = open_order(till.owner, name)
    till.dispute(reference)
    return reference


def open_dispute(owner: Visitor, post: PostOffice, name: str) -> None:
    """By the link in the letter."""
    owner.go(link_in(post.letter(OWNER, f"{name}’s bank questions $490.00"), "/studio/disputes/"))
    owner.sees(f"$490 questioned by the bank of {name}", "The bank wants your answer by", "Fraudulent")


def test_a_dispute_is_answered_and_won(visit, till: Till, post: PostOffice) -> None:
    maren, buyer, name = till.owner, visit(), f"Wanda {till.name.title()}"
    sell_and_dispute(till, buyer, email=f"wanda@{till.name}.example", name=name)
    open_dispute(maren, post, name)
    look_at(maren, "studio, a dispute")

    maren.page.locator("input[type=file]").set_input_files(PROOF)
    maren.click("Add the file")
    maren.sees("The file is kept, for you and the bank alone.", "chat.pdf")
    # these words win at once, as in Stripe's test mode
    maren.fill(What_happened="winning_evidence: she watched six lessons and wrote to us.")
    maren.click("Send to the bank")
    maren.sees("Sent to the bank.")
    till.tell()

    maren.reloads_until("Won\n")
    look_at(maren, "studio, a dispute that was won")
    post.letter(OWNER, "You won the dispute about $490.00")
    finds_it_open(buyer, LEARN, LESSON)
    book_says(maren, name, "Sale", "Dispute opened", "Dispute won")


def test_a_dispute_is_lost_and_closes_the_course(visit, till: Till, post: PostOffice) -> None:
    maren, buyer, name = till.owner, visit(), f"Lotte {till.name.title()}"
    reference = sell_and_dispute(till, buyer, email=f"lotte@{till.name}.example", name=name)
    open_dispute(maren, post, name)
    where = maren.page.url

    till.decide(reference, won=False)

    maren.go(where)
    maren.reloads_until("Lost\n")
    look_at(maren, "studio, a dispute that was lost")
    post.letter(OWNER, "You lost the dispute about $490.00")
    finds_it_closed(buyer, LEARN, LESSON)
    book_says(maren, name, "Sale", "Dispute opened", "Dispute lost")
    maren.go("/studio/disputes/")
    look_at(maren, "studio, disputes")


def book_says(maren: Visitor, name: str, *postings: str) -> None:
    """The book moved for the order of a buyer for these reasons, a moment from now at the latest."""
    open_order(maren, name)
    order = re.search(r"#\d+", maren.page.title()).group()
    maren.go("/studio/money/")
    rows = maren.page.get_by_role("row").filter(has=maren.page.get_by_role("link", name=order, exact=True))
    for words in postings:
        for _try in range(40):
            if rows.filter(has_text=words).count():
                break
            maren.page.wait_for_timeout(500)
            maren.page.reload()
        expect(rows.filter(has_text=words).first).to_be_visible()
