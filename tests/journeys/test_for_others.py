"""Somebody buys for somebody else: a gift, seats for a team, and from a page that is not the shop's."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from tests.journeys.stage.post import PostOffice, link_in
from tests.journeys.stage.visitor import Visitor
from tests.journeys.steps import fill_card

OWNER, COURSE = "maren@okafor.example", "the-second-number"
# longer than a phone is wide
JOEL = "joel.adams.of.the.northern.harbour.office@northern.example.com"


ALONE = {"May_be_bought_as_a_gift": False, "Least_seats": "", "Most_seats": ""}


def terms_of(visit, title: str, **asked: str | bool) -> None:
    """Maren changes an offer's terms of sale."""
    maren: Visitor = visit().sign_in(OWNER, then="/studio/")
    maren.go("/studio/offers/")
    maren.page.get_by_role("link", name=title).first.click()
    maren.follow("Terms of sale")
    for label, value in asked.items():
        field = maren.page.get_by_label(label.replace("_", " "))
        field.set_checked(value) if isinstance(value, bool) else field.fill(value)
    maren.click("Save the terms")
    maren.sees("The terms of sale are saved.")


@pytest.fixture
def sold(visit) -> Iterator[Callable[..., None]]:
    """Sell an offer in other ways, for this journey alone: the ones after it buy for themselves."""
    changed: list[str] = []

    def sell(title: str, **asked: str | bool) -> None:
        changed.append(title)
        terms_of(visit, title, **asked)

    yield sell
    for title in changed:
        terms_of(visit, title, **ALONE)


def test_a_gift_is_bought_opened_by_a_friend_and_taken_back(visit, sold, post: PostOffice) -> None:
    sold("The Second Number", May_be_bought_as_a_gift=True)
    ada: Visitor = visit()
    ada.go(f"/checkout/{COURSE}/")
    ada.fill(Email="ada.lund@example.com", Full_name="Ada Lund")
    ada.page.get_by_label("Buy as a gift").check()
    ada.look("checkout, a gift")
    fill_card(ada)
    with ada.expecting(422):
        ada.click("Pay")
        ada.sees("Type the name of the person you give it to.")
    ada.fill(Who_is_it_for="Mira Holm", Their_email="mira.holm@example.com", A_few_words="For the year you had.")
    fill_card(ada)
    ada.click("Pay")
    ada.page.wait_for_url("**/orders/**")
    ada.sees("Your gift for Mira Holm is ready.")
    ada.look("receipt of a gift")
    ada.follow("See the gift")
    ada.look("the giver's page")
    ada.follow("Print the card")
    ada.look("gift card")
    post.letter("ada.lund@example.com", "receipt")

    mira: Visitor = visit()
    gift = link_in(post.letter("mira.holm@example.com", "has a gift for you"), "/gifts/")
    mira.go(gift)
    mira.sees("For the year you had.")
    mira.look("a gift")
    mira.click("Open your gift")
    mira.sees("It is yours")
    mira.go("/learn/")
    mira.sees("The Second Number")
    post.letter("ada.lund@example.com", "has opened your gift")

    maren: Visitor = visit().sign_in(OWNER, then="/studio/")
    maren.go("/studio/gifts/")
    maren.sees("Mira Holm", "Opened")
    maren.look("studio, gifts", exempt=())
    maren.page.get_by_role("link", name="Mira Holm").click()
    maren.follow("Refund")
    maren.page.get_by_label("Reason").fill("Asked for it")
    maren.page.locator("main form button[data-kind=danger], form button[data-kind=danger]").first.click()
    maren.sees("on its way back")
    post.letter("ada.lund@example.com", "refund")
    mira.go(gift)
    mira.sees("This gift was taken back")


def test_a_team_is_bought_filled_and_one_of_them_taken_out(visit, sold, post: PostOffice) -> None:
    sold("Scoping Without Fear", Least_seats="2", Most_seats="20")
    olu: Visitor = visit()
    olu.go("/checkout/scoping-without-fear/")
    olu.fill(Email="olu.bello@example.com", Full_name="Olu Bello")
    olu.page.get_by_label("Seats").fill("3")
    olu.page.get_by_label("Seats").press("Tab")
    olu.sees("3 seats")
    olu.look("checkout, a team")
    fill_card(olu)
    olu.click("Pay")
    olu.page.wait_for_url("**/orders/**")
    olu.sees("Your team can begin.")
    olu.click("Invite your team")
    olu.page.wait_for_url("**/account/teams/**")
    olu.look("team, empty")
    olu.page.get_by_label("Email addresses").fill(f"Joel <{JOEL}>\nnot an address")
    olu.page.get_by_role("button", name="Invite", exact=True).click()
    olu.sees("1 person is invited.", "No email address here.")
    olu.look("team, invited")
    link = olu.page.locator(".link-to-copy input").input_value()

    joel: Visitor = visit()
    joel.go(link_in(post.letter(JOEL, "has a seat for you"), "/teams/seat/"))
    joel.look("an invitation to a team")
    joel.click("Take your seat")
    joel.sees("You have a seat")
    ines: Visitor = visit().sign_in("sofia@example.com")
    ines.go(link)
    ines.click("Take your seat")
    ines.sees("You have a seat")

    olu.go(olu.page.url.removesuffix("members/"))
    olu.sees("2 of 3 seats taken")
    olu.page.get_by_role("row", name=JOEL).get_by_role("button", name="Take out").click()
    olu.sees(f"The seat of {JOEL} is free.", "1 of 3 seats taken")


class Blog(BaseHTTPRequestHandler):
    """Somebody's page with the creator's button on it."""

    def __init__(self, *args: object, shop: str) -> None:
        self.shop = shop
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """The page."""
        link = f'<a id="buy" data-offer="{COURSE}" href="{self.shop}/checkout/{COURSE}/">Buy the course</a>'
        heard = "document.addEventListener('checkout:completed', (e) => { document.title = 'paid ' + e.detail.offer })"
        words = (
            f'<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>A blog</title>'
            f'<link rel="icon" href="data:,"><script src="{self.shop}/embed/v1.js" async></script>'
            f"<script>{heard}</script><main><h1>Notes</h1><p>{link}</p></main></html>"
        )
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(words.encode())

    def log_message(self, *words: object) -> None:
        """Quietly."""


@pytest.fixture
def blog(site) -> Iterator[str]:
    """A site of somebody else's, on a host of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Blog, shop=site.url("", "okafor").rstrip("/")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://blog.example:{server.server_port}"
    server.shutdown()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_button_on_another_site_opens_the_checkout_there(visit, blog: str, width: int) -> None:
    maren: Visitor = visit().sign_in(OWNER, then="/studio/")
    maren.go("/studio/buttons/")
    maren.fill(Address_of_the_site=blog)
    maren.click("Allow it")
    maren.sees(f"{blog} may show your checkout.")
    maren.look("studio, buttons on other sites")

    reader: Visitor = visit()
    reader.page.set_viewport_size({"width": width, "height": 844})
    reader.go(blog)
    button = reader.page.get_by_role("link", name="Buy the course")
    button.focus()
    reader.page.keyboard.press("Enter")
    frame = reader.page.frame_locator("dialog iframe")
    expect(frame.locator("#id_email")).to_be_visible()
    reader.page.keyboard.press("Escape")
    expect(reader.page.locator("dialog")).to_have_count(0)
    expect(button).to_be_focused()

    button.click()
    frame.locator("#id_email").fill(f"reader-{width}@example.com")
    frame.locator("#id_name").fill("Rune Dahl")
    frame.get_by_label("Card number").fill("4000 0025 0000 3155")
    frame.get_by_label("Expires").fill("12 / 34")
    frame.get_by_label("Security code").fill("123")
    frame.get_by_role("button", name="Pay").click()
    frame.get_by_role("button", name="Approve").click()
    expect(frame.get_by_role("heading", name="Thank you, Rune.")).to_be_visible()
    expect(reader.page).to_have_title(f"paid {COURSE}")
    frame.get_by_role("button", name="Close").click()
    expect(reader.page.locator("dialog")).to_have_count(0)
    assert reader.context.cookies() == []


def test_a_site_that_is_not_allowed_leads_to_the_shop(visit, blog: str) -> None:
    reader: Visitor = visit()
    reader.go(blog)

    with reader.expecting(404):
        reader.follow("Buy the course")
        reader.page.wait_for_url(f"**/checkout/{COURSE}/")

    expect(reader.page.locator("#id_email")).to_be_visible()
    reader.noticed.clear()  # the browser says that it shows no frame here, and is right
