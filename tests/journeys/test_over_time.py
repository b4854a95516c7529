"""What is paid over time: instalments; a subscription from its trial to its end. By practice, and through Stripe."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.offering import archive, offer_everything
from tests.journeys.stage.post import PostOffice, text_of
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.journeys.steps import finds_it_closed
from tests.journeys.tills import Practice, Till, course_of, pay, walk_in

IN_EVERY_WAY = pytest.mark.parametrize("till", ["practice", "stripe", "collected"], indirect=True)
Sell = Callable[..., str]


@pytest.fixture
def sell(till: Till) -> Iterator[Sell]:
    """Make offers for this journey; their titles bear the till's name, and they are off sale at the end."""
    made: list[str] = []

    def offer(title: str, *terms: str, **more: str) -> str:
        made.append(f"{title} {till.name}")
        return offer_everything(till.owner, made[-1], *terms, **more)

    yield offer
    for title in made:
        archive(till.owner, title)


def open_subscription(visitor: Visitor, title: str) -> None:
    """From the account to the page about what is paid."""
    visitor.go("/account/")
    visitor.follow(title)
    visitor.page.wait_for_url("**/account/subscriptions/**")


def act(visitor: Visitor, name: str, button: str) -> None:
    """Ask for something, read what it means, and do it."""
    visitor.follow(name)
    visitor.look(f"subscription, {name.lower()}")
    visitor.click(button)


def test_instalments_are_paid_one_after_the_other(visit, till: Till, sell: Sell, post: PostOffice) -> None:
    offer = sell("All in three", "Instalments", "120.00", Number_of_payments="3")
    email, calendar = f"nils@{till.name}.example", till.owner.site.calendar
    nils: Visitor = visit()
    nils.go(f"/checkout/{offer}/")
    nils.sees("$120 today, 3 payments of $120 in all, one a month. Then it is paid.")
    nils.look(f"checkout, instalments, {till.name}")
    pay(till, nils, offer, email=email, name="Nils Aabel")
    walk_in(nils)
    open_subscription(nils, "All in three")
    nils.sees("Paid: 1 of 3. Still to pay", "$240.00")
    nils.look("subscription, instalments")

    calendar.let_pass(31, email=email)
    nils.reloads_until("Paid: 2 of 3. Still to pay", "$120.00")
    post.letter(email, "receipt", number=2)

    act(nils, "Pay the rest", "Pay $120.00")
    nils.sees("Paid. It is yours.", "Ended")
    post.letter(email, "paid in full")
    nils.go(course_of(till).learn)
    nils.sees("The Second Number")

    till.owner.go("/studio/subscriptions/")
    look_at(till.owner, "studio, subscriptions")
    till.owner.page.get_by_role("row").filter(has_text=f"All in three {till.name}").get_by_role("link").first.click()
    look_at(till.owner, "studio, a plan that is paid")
    expect(till.owner.page.locator("section[aria-labelledby=periods] tbody tr")).to_have_count(3)


@pytest.fixture
def rahul(visit) -> Iterator[Visitor]:
    """The platform collects for him; his offer is off sale at the end."""
    owner: Visitor = visit("rahul").sign_in("rahul@rahul.example", then="/studio/")
    offer_everything(owner, "All in two", "Instalments", "40.00", Number_of_payments="2")
    yield owner
    archive(owner, "All in two")


def test_of_each_instalment_the_platform_keeps_its_part(visit, rahul: Visitor, post: PostOffice) -> None:
    email, buyer = "inger@platform.example", visit("rahul")
    pay(Practice(rahul), buyer, "all-in-two", email=email, name="Inger Moe")
    walk_in(buyer)
    open_subscription(buyer, "All in two")

    rahul.site.calendar.let_pass(31, email=email, tenant="rahul")
    buyer.reloads_until("Paid: 2 of 2")
    post.letter(email, "paid in full")

    rahul.go("/studio/money/?account=platform_fee")
    rahul.reloads_until("Sale")
    kept = rahul.page.get_by_role("row").filter(has_text="Sale").filter(has_text="$7.20")
    for _try in range(40):
        if kept.count() > 1:
            break
        rahul.page.wait_for_timeout(500)
        rahul.page.reload()
    expect(kept).to_have_count(2)


@IN_EVERY_WAY
def test_a_subscription_from_its_trial_to_its_end(visit, till: Till, sell: Sell, post: PostOffice) -> None:
    table = sell("The Table", "Subscription", "19.00", Days_free_at_first="7")
    sell("The Long Table", "Subscription", "49.00")
    email, signe = f"signe@{till.name}.example", visit(till.owner.tenant)
    signe.go(f"/checkout/{table}/")
    signe.sees("$0 today. After 7 days $19 a month, until you cancel. We write before it begins.")
    pay(till, signe, table, email=email, name="Signe Lind")
    walk_in(signe)
    post.letter(email, "Your trial of")
    open_subscription(signe, f"The Table {till.name}")
    signe.sees("Free until", "On trial")

    let_pass(till, 5, email)
    assert "We charge Visa ending 4242 on that day." in text_of(post.letter(email, "ends on"))
    let_pass(till, 3, email)
    signe.reloads_until("$19.00\t", "Active")
    post.letter(email, "Your receipt for The Table", number=2)

    let_pass(till, 10, email)
    upgrade(signe, till)
    pause_and_go_on(signe, till, post, email)
    end_keep_and_end(signe, till, post, email)


def let_pass(till: Till, days: int, email: str) -> None:
    """So many days later for a subscriber."""
    till.owner.site.calendar.let_pass(days, email=email, tenant=till.owner.tenant)


def upgrade(signe: Visitor, till: Till) -> None:
    """What the page announces is what is charged."""
    signe.page.reload()
    signe.follow("Change plan")
    choice = signe.page.get_by_role("radio", name=f"The Long Table {till.name}")
    said = signe.page.locator("label").filter(has_text=f"The Long Table {till.name}").inner_text()
    now = re.search(r"\$(\d+\.\d\d) now to Visa ending 4242", said)[1]
    assert 10 < float(now) < 30, said
    signe.look("subscription, change plan")
    choice.check()
    signe.click("Change the plan")
    signe.sees(f"Your plan is The Long Table {till.name} now.", "$49.00")

    # the change is an order of its own, paid with the card
    till.owner.go("/studio/orders/")
    row = till.owner.page.get_by_role("row").filter(has_text="Signe Lind").first
    expect(row).to_contain_text(f"${now}")
    if till.name != "practice":
        charges = [
            each for each in till.owner.site.stripe.books(till.account).things.values() if each["object"] == "charge"
        ]
        assert charges[-1]["amount"] == round(float(now) * 100)


def pause_and_go_on(signe: Visitor, till: Till, post: PostOffice, email: str) -> None:
    """Nothing is asked for while it is paused; then a new period begins."""
    act(signe, "Pause", "Pause it")
    signe.sees("It is paused and goes on when you say so.")
    post.letter(email, "is paused")
    paid = signe.page.locator("section[aria-labelledby=paid] tbody tr")
    before = paid.count()
    let_pass(till, 40, email)
    signe.follow("Go on")
    signe.sees("$49.00 is charged now to Visa ending 4242, and a new period begins.")
    signe.click("Go on")
    signe.sees("It goes on.", "Active")
    expect(paid).to_have_count(before + 1)


def end_keep_and_end(signe: Visitor, till: Till, post: PostOffice, email: str) -> None:
    """At the end of what is paid, and then not; at last at once, and it closes."""
    act(signe, "End it", "End it")
    signe.sees("Ends soon", "and stays open until then.")
    post.letter(email, "ends on", number=2)
    act(signe, "Keep it", "Keep it")
    signe.sees("It goes on.", "Active")

    signe.follow("End it")
    signe.page.get_by_role("radio", name="At once").check()
    signe.click("End it")
    signe.sees("It has ended.", "Ended")
    finds_it_closed(signe, course_of(till).learn, course_of(till).lesson)
