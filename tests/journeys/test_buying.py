"""A stranger reads, tries to pay in every wrong way, pays, and is in."""

import io
import re

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.stage.post import PostOffice, link_in, pdf_in
from tests.journeys.stage.visitor import Visitor
from tests.journeys.steps import ASKS, DECLINED, GOOD, buy, fill_card

COURSE = "the-second-number"
FADES = 6
_FADES = "document.documentElement.matches(':active-view-transition')"
# a fade lasts a quarter of a second, which a busy machine may need to press: it stands still until it is let go on
_HOLD_THE_FADE = """addEventListener("pagereveal", ({ viewTransition: fade }) => {
    const say = (what) => { document.documentElement.dataset.fade = what; };
    const hold = () => { document.getAnimations().forEach((each) => each.pause()); say("held"); };
    fade ? fade.ready.then(hold, () => say("skipped")) : say("none");
})"""


def test_landing_page_leads_to_the_checkout(visitor: Visitor) -> None:
    visitor.go("/")
    visitor.look("home")
    visitor.go("/courses/")
    visitor.look("catalogue")
    visitor.page.locator(f"main a[href*='{COURSE}']").first.click()
    visitor.page.wait_for_url(f"**/courses/{COURSE}/")
    visitor.look("course")

    visitor.go("/second-number/")
    visitor.look("landing page")
    enrol = visitor.page.get_by_role("link", name="Enrol for $490").filter(visible=True).first
    enrol.click()
    if "#pricing" in visitor.page.url:
        visitor.page.locator("#pricing").get_by_role("link", name="Enrol").click()

    visitor.page.wait_for_url(f"**/checkout/{COURSE}/")
    visitor.look("checkout")
    visitor.sees("The Second Number", "$490")


def test_a_page_is_served_from_the_page_cache_the_second_time(visitor: Visitor) -> None:
    visitor.go("/second-number/")
    with visitor.page.expect_response("**/second-number/") as again:
        visitor.go("/second-number/")

    assert "set-cookie" not in again.value.headers
    assert visitor.page.locator("input[name=csrfmiddlewaretoken]").count() == 0


def test_a_press_while_one_page_fades_into_the_next_is_not_lost(visit) -> None:
    visitor: Visitor = visit(reduced_motion="no-preference")
    visitor.context.add_init_script(_HOLD_THE_FADE)
    visitor.go("/courses/")
    link = visitor.page.locator("main a[href^='/courses/']:not([href*='?'])").first
    box, address = link.bounding_box(), link.get_attribute("href")
    _fade_into_the_next_page(visitor)
    visitor.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert visitor.page.evaluate(_FADES), "The press came too late to fall on the fade."
    assert "?again" in visitor.page.url
    visitor.page.evaluate("document.getAnimations().forEach((each) => each.play())")

    visitor.page.wait_for_url(f"**{address}")


def _fade_into_the_next_page(visitor: Visitor) -> None:
    """A browser that is short of time goes without the fade: then once more."""
    for number in range(FADES):
        with visitor.page.expect_navigation():
            visitor.page.evaluate(f"setTimeout(() => location.assign('/courses/?again={number}'))")
        visitor.waits_until("'fade' in document.documentElement.dataset")
        if visitor.page.evaluate(_FADES):
            return
    raise AssertionError(f"{FADES} pages, and none faded into the next.")


def test_a_declined_card_says_that_nothing_was_charged(visitor: Visitor, post: PostOffice) -> None:
    visitor.go(f"/checkout/{COURSE}/")
    visitor.fill(Email="declan.b@example.com", Name="Declan Walsh")
    fill_card(visitor, DECLINED)
    with visitor.expecting(402):
        visitor.click("Pay")
        visitor.sees("The bank declined this card. Nothing was charged. Try another one.")
        visitor.look("checkout, declined")

    expect(visitor.page.get_by_label("Email")).to_have_value("declan.b@example.com")
    expect(visitor.page.get_by_label("Card number")).to_have_value("")
    assert [one["subject"] for one in post.letters if "declan.b@" in str(one["to"])] == []


def test_wrong_fields_each_say_what_is_wrong(visitor: Visitor) -> None:
    visitor.go(f"/checkout/{COURSE}/")
    visitor.fill(Email="not an address", Name="Ines Duarte")
    fill_card(visitor, "4242 4242 4242 4241", expiry="01 / 20", cvc="12")
    with visitor.expecting(422):
        visitor.click("Pay")
        visitor.sees(
            "This number has a typing mistake.", "This card has expired.", "Three digits, on the back of the card."
        )
        visitor.look("checkout, wrong fields")

    assert visitor.page.locator("[aria-invalid=true]").count() == 4


def test_the_bank_asks_and_is_refused_then_approved(visitor: Visitor) -> None:
    visitor.go(f"/checkout/{COURSE}/")
    visitor.fill(Email="theo@example.com", Name="Theo Marsh")
    fill_card(visitor, ASKS)
    visitor.click("Pay")
    visitor.page.wait_for_url("**/challenge/**")
    visitor.look("the bank's question")
    visitor.click("Refuse and go back")
    visitor.sees("Your bank could not confirm that it was you. Nothing was charged.")

    fill_card(visitor, ASKS)
    visitor.click("Pay")
    visitor.page.wait_for_url("**/challenge/**")
    visitor.click("Approve $490")

    visitor.page.wait_for_url("**/orders/**")
    visitor.sees("You’re in, Theo.")


def test_paying_twice_by_a_double_click_makes_one_order(visitor: Visitor, post: PostOffice) -> None:
    visitor.go("/checkout/scoping-without-fear/")
    visitor.fill(Email="nadia@example.com", Name="Nadia Okonkwo")
    fill_card(visitor, GOOD)
    visitor.page.get_by_role("button", name="Pay").dblclick()
    visitor.page.wait_for_url("**/orders/**")
    visitor.click("Start the course")  # into the account, to see every order there is
    visitor.go("/account/")

    visitor.look("account")
    expect(visitor.page.get_by_role("link", name=re.compile(r"^No\. \d+"))).to_have_count(1)
    post.letter("nadia@example.com", "receipt")
    receipts = [one for one in post.letters if "nadia" in str(one["to"]) and "receipt" in str(one["subject"]).lower()]
    assert len(receipts) == 1


def test_a_receipt_comes_with_its_pdf_and_opens_the_course(visitor: Visitor, post: PostOffice) -> None:
    buy(visitor, COURSE, email="freya@example.com", name="Freya Lund")
    visitor.look("receipt")
    number = re.search(r"No\. (\d+)", visitor.page.inner_text("main")).group(1)
    letter = post.letter("freya@example.com", "receipt")
    reader = PdfReader(io.BytesIO(pdf_in(letter)))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert all(words in text for words in (number, "$490", "Okafor ApS", "Freya Lund")), text

    page_pdf = visitor.download(lambda: visitor.follow("Download the receipt as a PDF"))
    assert page_pdf.startswith(b"%PDF")
    visitor.page.locator("form[action*=continuation] button").click()

    visitor.page.wait_for_url(f"**/learn/{COURSE}/**")
    visitor.go("/learn/")
    visitor.look("dashboard, first day")
    visitor.sees("The Second Number")


def test_the_link_in_the_receipt_opens_the_course_on_another_device(visit, post: PostOffice) -> None:
    buy(visit(), COURSE, email="omar@example.com", name="Omar Haddad")
    letter = post.letter("omar@example.com", "receipt")

    phone = visit()
    phone.go(link_in(letter, "/accounts/link/"))
    phone.look("sign-in link")
    phone.click("Sign in")

    phone.page.wait_for_url("**/learn/**")
    phone.sees("The Second Number")


def test_somebody_who_has_the_course_is_not_charged_again(visitor: Visitor) -> None:
    visitor.sign_in("sofia@example.com")
    visitor.go(f"/checkout/{COURSE}/")

    visitor.look("checkout, already bought")
    visitor.sees("You already have this", "Nothing was charged.")
