"""Offers that a journey makes for itself in the Studio, and takes off sale when it is over."""

from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor


def offer_everything(owner: Visitor, title: str, kind: str, amount: str, **terms: str) -> str:
    """Put everything on sale under a title, paid over time; the end of its checkout's address."""
    owner.go("/studio/offers/new/")
    owner.fill(Title=title, Price=amount)
    owner.page.get_by_label("Everything: whatever you have put on sale").check()
    owner.click("Make the offer")
    owner.sees(f"{title} is saved.")
    owner.page.get_by_role("navigation", name="This offer").get_by_role("link", name="Prices").click()
    owner.page.get_by_role("radio", name=kind).check()
    owner.page.get_by_label("Amount").fill(amount)
    for label, value in terms.items():
        owner.page.get_by_label(label.replace("_", " ")).fill(value)
    look_at(owner, "studio, prices of an offer")
    owner.click("Save the price")
    owner.sees("The price is saved.")
    owner.page.get_by_role("button", name="Stop asking").first.click()
    owner.sees("This price is not asked any more.")
    publish(owner, title)
    return title.lower().replace(" ", "-")


def publish(owner: Visitor, title: str) -> None:
    """Put the offer on sale."""
    owner.page.get_by_role("navigation", name="This offer").get_by_role("link", name="Offer").click()
    owner.follow("Put on sale")
    owner.click("Put on sale")
    owner.sees(f"{title} is on sale.")


def archive(owner: Visitor, title: str) -> None:
    """Take it off sale."""
    owner.go("/studio/offers/")
    owner.page.get_by_role("link", name=title, exact=True).first.click()
    owner.follow("Take off sale")
    owner.click("Take off sale")
    owner.sees(f"{title} is off sale.")
