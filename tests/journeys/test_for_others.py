"""Somebody buys for somebody else: a gift, seats for a team, and from a page that is not the shop's."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from tests.journeys.stage.post import PostOffice, link_in
from tests.journeys.stage.visitor import Visitor
from tests.journeys.steps import finds_it_open
from tests.journeys.tills import Till, course_of, pay, walk_in

OWNER, COURSE = "maren@okafor.example", "the-second-number"
ALONE = {"May_be_bought_as_a_gift": False, "Least_seats": "", "Most_seats": ""}
IN_EVERY_WAY = pytest.mark.parametrize("till", ["practice", "stripe", "collected"], indirect=True)
TEAM_OFFERS = {"okafor": ("scoping-without-fear", "Scoping Without Fear"), "rahul": ("paid-on-time", "Paid on time")}


def terms_of(owner: Visitor, title: str, **asked: str | bool) -> None:
    """The owner changes an offer's terms of sale."""
    owner.go("/studio/offers/")
    owner.page.get_by_role("link", name=title).first.click()
    owner.follow("Terms of sale")
    for label, value in asked.items():
        field = owner.page.get_by_label(label.replace("_", " "))
        field.set_checked(value) if isinstance(value, bool) else field.fill(value)
    owner.click("Save the terms")
    owner.sees("The terms of sale are saved.")


@pytest.fixture
def sold(till: Till) -> Iterator[Callable[..., None]]:
    """Sell an offer in other ways, for this journey alone: the ones after it buy for themselves."""
    changed: list[str] = []

    def sell(title: str, **asked: str | bool) -> None:
        changed.append(title)
        terms_of(till.owner, title, **asked)

    yield sell
    for title in changed:
        terms_of(till.owner, title, **ALONE)


def pay_now(visitor: Visitor) -> None:
    """Press the button of the checkout."""
    visitor.page.locator("#checkout-form button[data-kind=primary]").click()


@IN_EVERY_WAY
def test_a_gift_is_bought_opened_by_a_friend_and_taken_back(visit, till: Till, sold, post: PostOffice) -> None:
    owner, course = till.owner, course_of(till)
    giver, friend = f"ada.lund@{till.name}.example", f"mira.holm@{till.name}.example"
    sold(course.title, May_be_bought_as_a_gift=True)
    ada: Visitor = visit(owner.tenant)
    ada.go(f"/checkout/{course.slug}/")
    ada.fill(Email=giver, Full_name="Ada Lund")
    ada.page.get_by_label("Buy as a gift").check()
    ada.look("checkout, a gift")
    till.type_card(ada)
    with ada.expecting(422):
        pay_now(ada)
        ada.sees("Type the name of the person you give it to.")
    ada.fill(Who_is_it_for="Mira Holm", Their_email=friend, A_few_words="For the year you had.")
    till.type_card(ada)
    pay_now(ada)
    ada.page.wait_for_url("**/orders/**")
    ada.sees("Your gift for Mira Holm is ready.")
    ada.look("receipt of a gift")
    ada.follow("See the gift")
    ada.look("the giver's page")
    ada.follow("Print the card")
    ada.look("gift card")
    post.letter(giver, "receipt")
    till.tell()

    mira: Visitor = visit(owner.tenant)
    gift = link_in(post.letter(friend, "has a gift for you"), "/gifts/")
    mira.go(gift)
    mira.sees("For the year you had.")
    mira.look("a gift")
    mira.click("Open your gift")
    mira.sees("It is yours")
    finds_it_open(mira, course.learn, course.lesson)
    post.letter(giver, "has opened your gift")

    owner.go("/studio/gifts/")
    owner.sees("Mira Holm", "Opened")
    owner.look("studio, gifts", exempt=())
    owner.page.get_by_role("link", name="Mira Holm").first.click()
    owner.follow("Refund")
    owner.page.get_by_label("Reason").fill("Asked for it")
    owner.page.locator("main form button[data-kind=danger], form button[data-kind=danger]").first.click()
    owner.sees("on its way back")
    post.letter(giver, "refund")
    mira.go(gift)
    mira.reloads_until("This gift was taken back")


@IN_EVERY_WAY
def test_a_team_is_bought_filled_and_one_of_them_taken_out(visit, till: Till, sold, post: PostOffice) -> None:
    slug, title = TEAM_OFFERS[till.owner.tenant]
    # longer than a phone is wide
    joels = f"joel.adams.of.the.northern.harbour.office@northern.{till.name}.example"
    sold(title, Least_seats="2", Most_seats="20")
    olu: Visitor = visit(till.owner.tenant)
    olu.go(f"/checkout/{slug}/")
    olu.fill(Email=f"olu.bello@{till.name}.example", Full_name="Olu Bello")
    olu.page.get_by_label("Seats").fill("3")
    olu.page.get_by_label("Seats").press("Tab")
    olu.sees("3 seats")
    olu.look("checkout, a team")
    till.type_card(olu)
    pay_now(olu)
    olu.page.wait_for_url("**/orders/**")
    olu.sees("Your team can begin.")
    olu.click("Invite your team")
    olu.page.wait_for_url("**/account/teams/**")
    olu.look("team, empty")
    olu.page.get_by_label("Email addresses").fill(f"Joel <{joels}>\nnot an address")
    olu.page.get_by_role("button", name="Invite", exact=True).click()
    olu.sees("1 person is invited.", "No email address here.")
    olu.look("team, invited")
    link = olu.page.locator(".link-to-copy input").input_value()

    joel: Visitor = visit(till.owner.tenant)
    joel.go(link_in(post.letter(joels, "has a seat for you"), "/teams/seat/"))
    joel.look("an invitation to a team")
    joel.click("Take your seat")
    joel.sees("You have a seat")
    ines = a_learner(visit, till)
    ines.go(link)
    ines.click("Take your seat")
    ines.sees("You have a seat")

    olu.go(olu.page.url.removesuffix("members/"))
    olu.sees("2 of 3 seats taken")
    olu.page.get_by_role("row", name=joels).get_by_role("button", name="Take out").click()
    olu.sees(f"The seat of {joels} is free.", "1 of 3 seats taken")


def a_learner(visit, till: Till) -> Visitor:
    """Somebody who has an account since they bought something else."""
    ines: Visitor = visit(till.owner.tenant)
    pay(till, ines, course_of(till).slug, email=f"ines.duarte@{till.name}.example", name="Ines Duarte")
    walk_in(ines)
    return ines


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
    expect(frame.locator("embedded-page:defined")).to_have_count(1)  # Escape is heard in the frame, by its script
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
