"""At Rahul's, where the platform collects: a card that is declined, one whose bank asks, and what is paid over time."""

from collections.abc import Iterator

import pytest

from tests.journeys.offering import archive, offer_everything
from tests.journeys.stage.look import PHONE
from tests.journeys.stage.post import PostOffice
from tests.journeys.stage.visitor import Visitor
from tests.journeys.steps import ASKS, DECLINED, GOOD, fill_card, finds_it_closed
from tests.journeys.tills import walk_in

OFFER, COURSE = "paid-on-time", "/learn/paid-on-time/"


@pytest.mark.usefixtures("rahuls_book")
def test_a_decline_then_the_banks_question_then_paid_once(visit, post: PostOffice) -> None:
    tara: Visitor = visit("rahul", color_scheme="dark")
    tara.page.set_viewport_size(PHONE)
    tara.go(f"/checkout/{OFFER}/")
    tara.fill(Email="tara.pays@example.com", Name="Tara Iyer")
    fill_card(tara, DECLINED)
    with tara.expecting(402):
        tara.click("Pay $12")
        tara.sees("The bank declined this card. Nothing was charged. Try another one.")
    fill_card(tara, ASKS)
    tara.click("Pay $12")
    tara.page.wait_for_url("**/challenge/**")
    tara.look("the bank's question, where the platform collects")
    tara.click("Approve $12")
    tara.page.wait_for_url("**/orders/**")
    tara.sees("You’re in, Tara.")
    walk_in(tara)
    post.letter("tara.pays@example.com", "receipt")

    rahul: Visitor = visit("rahul").sign_in("rahul@rahul.example", then="/studio/")
    rahul.go("/studio/money/?account=platform_fee")
    rahul.reloads_until("$2.16")  # 18 % of 12.00, once


@pytest.fixture
def rahul(visit) -> Iterator[Visitor]:
    """A small membership with a larger one above it; both are off sale at the end."""
    owner: Visitor = visit("rahul").sign_in("rahul@rahul.example", then="/studio/")
    offer_everything(owner, "The Drawer", "Subscription", "10.00", Days_free_at_first="7")
    offer_everything(owner, "The Cabinet", "Subscription", "30.00")
    yield owner
    for title in ("The Drawer", "The Cabinet"):
        archive(owner, title)


@pytest.mark.usefixtures("rahuls_book")
def test_a_membership_from_its_trial_to_its_end(visit, rahul: Visitor, post: PostOffice) -> None:
    email, nia = "nia.drawer@example.com", visit("rahul")
    nia.go("/checkout/the-drawer/")
    nia.sees("$0 today. After 7 days $10 a month, until you cancel.")
    nia.fill(Email=email, Name="Nia Rao")
    fill_card(nia, GOOD)
    nia.click("Start the trial")
    nia.page.wait_for_url("**/orders/**")
    walk_in(nia)
    post.letter(email, "Your trial of The Drawer")
    nia.go("/account/")
    nia.follow("The Drawer")
    nia.reloads_until("On trial")

    rahul.site.calendar.let_pass(8, email=email, tenant="rahul")
    nia.reloads_until("$10.00\t", "Active")
    nia.follow("Change plan")
    nia.page.get_by_role("radio", name="The Cabinet").check()
    nia.click("Change the plan")
    nia.sees("Your plan is The Cabinet now.", "$30.00")
    nia.follow("Pause")
    nia.click("Pause it")
    nia.sees("It is paused and goes on when you say so.")
    nia.follow("Go on")
    nia.click("Go on")
    nia.sees("It goes on.", "Active")
    nia.follow("End it")
    nia.page.get_by_role("radio", name="At once").check()
    nia.click("End it")
    nia.sees("It has ended.")
    finds_it_closed(nia, COURSE, "The three reminders")
