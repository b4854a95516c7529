"""The platform takes the money for Rahul: an operator allows it, he opens an account, and says so in his Studio."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.journeys.stage.visitor import Visitor
from tests.journeys.tills import PAYMENTS, Stripe

OWNER, OPERATOR = "rahul@rahul.example", "olu@marque.example"


@contextmanager
def collected(visit: Callable[..., Visitor], name: str = "collected") -> Iterator[Stripe]:
    """Through Stripe, and by practice again at the end."""
    rahul = visit("rahul").sign_in(OWNER, then="/studio/")
    allow(visit("").sign_in(OPERATOR, then="/console/"))
    open_account(rahul)
    collect_by(rahul, "stripe", "Stripe")
    yield Stripe(rahul, account="acct_platform", told_at="", name=name)
    collect_by(rahul, "sandbox", "Practice")


def allow(olu: Visitor) -> None:
    """An operator lets the platform collect real money for Rahul."""
    olu.go("/console/gateways/")
    olu.fill(Address_of_the_business="rahul")
    olu.click("Allow")
    olu.sees("may choose it on its Payments page now.")
    olu.look("console, gateways")


def open_account(rahul: Visitor) -> None:
    """Where Stripe sends what is paid out to him; once is enough."""
    rahul.go(PAYMENTS)
    if rahul.page.get_by_role("button", name="Open an account at Stripe").count():
        rahul.click("Open an account at Stripe")
        rahul.click("Agree and submit")
        rahul.sees("Your account is ready.")


def collect_by(rahul: Visitor, gateway: str, title: str) -> None:
    """The platform takes the money this way."""
    rahul.go(PAYMENTS)
    card = rahul.page.locator(f"section[aria-labelledby=gateway-{gateway}]")
    card.get_by_label("The platform collects for you").check()
    card.get_by_role("button", name=f"Use {title} for payments").click()
    rahul.sees("Saved. The next payment goes this way.")
