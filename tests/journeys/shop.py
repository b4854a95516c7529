"""A journey's own shop: what its owner puts on sale for it in the Studio, and takes off sale at its end."""

import re
from dataclasses import dataclass, field

from tests.journeys.offering import archive, publish
from tests.journeys.stage.visitor import Visitor


@dataclass
class Shop:
    """An owner in the Studio, and the titles of what is on sale for this journey."""

    owner: Visitor
    made: list[str] = field(default_factory=list)

    def sell(self, title: str, price: str, *things: str, **terms: str | bool) -> str:
        """Put things on sale for one payment, on terms named by their labels; the end of the checkout's address."""
        owner = self.owner
        owner.go("/studio/offers/new/")
        owner.fill(Title=title, Price=price)
        for thing in things:
            owner.page.get_by_label(thing, exact=True).check()
        owner.click("Make the offer")
        owner.sees(f"{title} is saved.")
        self.made.append(title)
        if terms:
            self.set_terms(title, **terms)
        publish(owner, title)
        return re.sub(r"\W+", "-", title.lower())

    def set_terms(self, title: str, **terms: str | bool) -> None:
        """Sell it on these terms from now on."""
        self.open(title, "Terms of sale")
        for label, value in terms.items():
            if isinstance(value, bool):
                self.owner.page.get_by_label(label.replace("_", " ")).set_checked(value)
            else:
                self.owner.fill(**{label: value})
        self.owner.click("Save the terms")
        self.owner.sees("The terms of sale are saved.")

    def open(self, title: str, tab: str = "Offer") -> None:
        """A tab of an offer's pages."""
        self.owner.go("/studio/offers/")
        self.owner.page.get_by_role("link", name=title, exact=True).first.click()
        self.tab(tab)

    def tab(self, name: str) -> None:
        """Another tab of the offer that is open."""
        tabs = self.owner.page.get_by_role("navigation", name="This offer")
        tabs.get_by_role("link", name=name, exact=True).click()

    def close(self) -> None:
        """Take everything off sale again."""
        for title in self.made:
            archive(self.owner, title)

    def offer_beside(self, title: str, extra: str, place: str, percent_off: str, why: str) -> None:
        """Offer one more thing with an offer: on the checkout, after the purchase, or when that is declined."""
        self.open(title, "Extras")
        page = self.owner.page
        page.get_by_label("Offer", exact=True).select_option(label=extra)
        page.get_by_role("radio", name=place).check()
        self.owner.fill(Per_cent_off=percent_off, Why=why)
        self.owner.click("Offer it")
        self.owner.sees("It is offered from now on.")
