"""Somebody recommends the school: a visitor comes by their link and buys, and the money goes back again."""

import io
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from psycopg import sql
from pypdf import PdfReader

from provisioning.bootstrap import administrator
from tests.journeys.stage.calendar import schema_of
from tests.journeys.stage.post import PostOffice, pdf_in
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.journeys.steps import finds_it_closed
from tests.journeys.tills import Till, course_of, pay, walk_in

IN_EVERY_WAY = pytest.mark.parametrize("till", ["practice", "stripe", "collected"], indirect=True)
# 30 % of the price, and who stands on the invoice
SHARES = {"okafor": "$147.00", "rahul": "$8.70"}
SELLERS = {"okafor": "Okafor ApS", "rahul": "Rahul Menon"}


@pytest.fixture
def invoicing(till: Till) -> Iterator[None]:
    """The seller says where it is, so that buyers get invoices; at the end they get receipts again."""
    till.owner.go("/studio/invoices/")
    who = till.owner.page.locator("section[aria-labelledby=who]")
    unknown = not who.get_by_label("Legal name").input_value()
    if unknown:
        who.get_by_label("Legal name").fill(SELLERS[till.owner.tenant])
        who.get_by_label("Address").fill("1 Canal Road")
    who.get_by_label("Country").select_option("DK")
    look_at(till.owner, "studio, invoices and tax")
    till.owner.click("Save")
    till.owner.sees("Saved. Invoices from now on say this.")
    yield
    if unknown:
        forget(till.owner)
    # a country may not be taken away in the Studio
    with administrator(till.owner.site.calendar.database) as admin:
        place = sql.Identifier(schema_of(admin, till.owner.tenant))
        admin.execute(sql.SQL("UPDATE {}.orders_seller SET country = ''").format(place))


def forget(owner: Visitor) -> None:
    """The brand has no legal name and no address, as before."""
    owner.go("/studio/settings/brand/")
    owner.fill(Legal_name="", Postal_address="")
    owner.click("Save")
    owner.sees("Saved. Your site wears it now.")


def open_programme(maren: Visitor) -> None:
    """Anybody may join at once, for 30 %."""
    maren.go("/studio/affiliates/programme/")
    maren.page.get_by_label("Anybody").check()
    maren.page.get_by_label("Whoever asks is in").check()
    maren.fill(Share_of_each_sale="30", Days_until_it_can_be_paid_out="30")
    look_at(maren, "studio, affiliate programme")
    maren.click("Save")
    maren.sees("Saved. It holds from now on.")


def join(sofia: Visitor, offer: str) -> str:
    """Sofia's link to an offer."""
    sofia.go("/affiliates/")
    sofia.look("affiliate programme")
    if sofia.page.get_by_label("I agree to the terms").count():
        sofia.sees("of each sale")
        sofia.page.get_by_label("I agree to the terms").check()
        sofia.click("Join")
        sofia.page.wait_for_url("**/account/affiliate/")
        sofia.look("affiliate desk, new")
    sofia.go("/account/affiliate/")
    sofia.follow("Links to each offer")
    sofia.look("affiliate links")
    return str(sofia.page.locator("code", has_text=f"/{offer}/?via=").first.inner_text())


def refund(maren: Visitor) -> None:
    """From the affiliate to the order, and the money goes back."""
    maren.go("/studio/affiliates/")
    look_at(maren, "studio, affiliates")
    maren.follow("Sofia Brandt")
    look_at(maren, "studio, affiliate")
    maren.page.locator("table a[href*='/studio/orders/']").first.click()
    maren.page.locator("main a[href*=refund]").click()
    maren.fill(Reason="Bought by mistake.")
    maren.click("Send it back")
    expect(maren.page.get_by_text("Refunded").first).to_be_visible()


def words_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def an_affiliate(visit, till: Till) -> tuple[Visitor, str]:
    """Sofia, who has an account: of the demo, or since she bought something; and her address."""
    sofia = visit(till.owner.tenant)
    if till.owner.tenant == "okafor":
        return sofia.sign_in("sofia@example.com"), "sofia@example.com"
    email = f"sofia@{till.name}.example"
    pay(till, sofia, "paid-on-time", email=email, name="Sofia Brandt")
    walk_in(sofia)
    return sofia, email


@IN_EVERY_WAY
@pytest.mark.usefixtures("invoicing")
def test_a_recommendation_earns_and_a_refund_takes_it_back(visit, till: Till, post: PostOffice) -> None:
    owner, course, reader = till.owner, course_of(till), visit(till.owner.tenant)
    name, email = f"Lena {till.name.title()}", f"lena@{till.name}.example"
    open_programme(owner)
    sofia, address = an_affiliate(visit, till)
    link = join(sofia, course.slug)

    reader.page.goto(link)
    assert "via=" not in reader.page.url
    pay(till, reader, course.slug, email=email, name=name)
    walk_in(reader)

    letter = post.letter(address, "You earned")
    assert "lena" not in str(letter).lower()
    sofia.go("/account/affiliate/")
    sofia.look("affiliate desk, a pending sale")
    sofia.sees("Pending until", SHARES[owner.tenant])
    assert "INV-" in words_of(pdf_in(post.letter(email, "receipt")))

    refund(owner)
    note = words_of(pdf_in(post.letter(email, "refund")))
    expected = ("Credit note", "CN-", "INV-", course.price, SELLERS[owner.tenant], name)
    assert all(words in note for words in expected), note
    finds_it_closed(reader, course.learn, course.lesson)
    reader.go("/account/")
    assert reader.download(lambda: reader.follow("Credit note CN-")).startswith(b"%PDF")

    sofia.go("/account/affiliate/")
    sofia.reloads_until("Reversed", "$0.00")
    sofia.look("affiliate desk, a sale reversed")
    expect(sofia.page.locator("table")).to_contain_text("$0.00")
    assert "Pending until" not in sofia.page.inner_text("main")
