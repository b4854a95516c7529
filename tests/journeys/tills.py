"""Where money is taken in a journey: by practice, or by Stripe with our double behind it. Both are asked alike."""

from dataclasses import dataclass

from playwright.sync_api import FrameLocator, expect

from tests.doubles.stripe.server import WEBHOOK_SECRET
from tests.journeys.stage.visitor import Visitor
from tests.journeys.steps import GOOD, fill_card

PAYMENTS = "/studio/settings/payments/"


@dataclass
class Practice:
    """The sandbox: fields of ours, and a desk where the owner plays the bank."""

    owner: Visitor
    name = "practice"

    def type_card(self, visitor: Visitor, number: str = GOOD) -> None:
        """Type a card into the checkout."""
        fill_card(visitor, number)

    def press_wallet(self, visitor: Visitor, *, confirmed: bool = True) -> None:
        """Open the practice wallet above the form, and confirm or close it."""
        visitor.click("Practice wallet")
        visitor.look("the practice wallet")
        visitor.click("Confirm in the wallet" if confirmed else "Close the wallet")

    def dispute(self, reference: str) -> None:
        """The buyer complains to their bank about a payment."""
        self._press(reference, "Open a dispute")

    def decide(self, reference: str, *, won: bool) -> None:
        """The bank decides."""
        self._press(reference, "Dispute won" if won else "Dispute lost")

    def tell(self) -> None:
        """The sandbox sends its webhooks by itself."""

    def _press(self, reference: str, button: str) -> None:
        self.owner.go(f"{PAYMENTS}practice/")
        row = self.owner.page.get_by_role("row").filter(has_text=reference)
        row.get_by_role("button", name=button).click()
        self.owner.sees("It happened.")


@dataclass
class Stripe:
    """Stripe's own fields in a frame; what happens there is told by signed webhooks."""

    owner: Visitor
    account: str = "acct_own"
    told_at: str = "okafor"  # the business's own address, or with "" the platform's
    name: str = "stripe"

    def type_card(self, visitor: Visitor, number: str = GOOD) -> None:
        """Type a card into Stripe's frame."""
        card = fields(visitor)
        card.get_by_label("Card number").fill(number)
        card.get_by_label("Expiration date").fill("12 / 40")
        card.get_by_label("Security code").fill("123")

    def press_wallet(self, visitor: Visitor, *, confirmed: bool = True) -> None:
        """Press a wallet's button in Stripe's frame, and confirm or close the wallet's own sheet."""
        press_inside(visitor, "Secure express checkout frame", "Apple Pay")
        press_inside(visitor, "A wallet", "Confirm" if confirmed else "Close")

    def dispute(self, reference: str) -> None:
        """The buyer complains to their bank about a payment."""
        self.owner.site.stripe.books(self.account).dispute(reference)
        self.tell()

    def decide(self, reference: str, *, won: bool) -> None:
        """The bank decides."""
        books = self.owner.site.stripe.books(self.account)
        about = [thing for thing in books.things.values() if thing["object"] == "dispute"]
        books.decide(next(each["id"] for each in about if each["payment_intent"] == reference), won=won)
        self.tell()

    def tell(self) -> None:
        """Everything that happened so far, most of it once more: what was told before changes nothing."""
        codes = self.owner.site.tell(self.account, tenant=self.told_at)
        assert set(codes) <= {200}, codes


Till = Practice | Stripe


@dataclass(frozen=True)
class Course:
    """What is sold in a journey: its offer and address, its title, a lesson that opens with it, and its price."""

    slug: str
    title: str
    lesson: str
    price: str

    @property
    def learn(self) -> str:
        """Where its learners are."""
        return f"/learn/{self.slug}/"


_COURSES = {
    "okafor": Course("the-second-number", "The Second Number", "Why the first number is a question", "$490.00"),
    "rahul": Course("excel", "Excel for people who avoid it", "Which ones, since when", "$29.00"),
}


def course_of(till: Till) -> Course:
    """What the till's owner sells."""
    return _COURSES[till.owner.tenant]


def press_inside(visitor: Visitor, frame: str, button: str) -> None:
    """Press a button in another site's frame; by key, as Chromium loses a click in a frame that just appeared."""
    visitor.page.frame_locator(f"iframe[title='{frame}']").get_by_role("button", name=button).press("Enter")


def fields(visitor: Visitor) -> FrameLocator:
    """Stripe's fields in a checkout."""
    return visitor.page.frame_locator("iframe[title='Secure payment input frame']")


def connect_stripe(owner: Visitor) -> None:
    """With keys of the owner's own account, which takes the payments from now on."""
    owner.go(f"{PAYMENTS}stripe/connection/")
    owner.fill(Secret_key="sk_test_own", Publishable_key="pk_test_own", Signing_secret_of_the_webhook=WEBHOOK_SECRET)
    owner.click("Try and keep")
    owner.sees("Stripe is connected.")
    owner.click("Use Stripe for payments")
    owner.sees("Saved. The next payment goes this way.")


def practise_again(owner: Visitor) -> None:
    """Take payments by practice from now on."""
    owner.go(PAYMENTS)
    owner.click("Use Practice for payments")
    owner.sees("Saved. The next payment goes this way.")


def pay_on(owner: Visitor, place: str) -> None:
    """Say on whose page buyers pay at Stripe."""
    owner.go(PAYMENTS)
    owner.page.get_by_label(place).check()
    owner.click("Save where they pay")
    owner.sees("Saved. The next payment goes this way.")


def pay(till: Till, visitor: Visitor, offer: str, *, email: str, name: str) -> None:
    """From the checkout to the receipt, with a card that works."""
    visitor.go(f"/checkout/{offer}/")
    visitor.fill(Email=email, Name=name)
    till.type_card(visitor)
    visitor.page.locator("#checkout-form button[data-kind=primary]").click()
    visitor.page.wait_for_url("**/orders/**")


def walk_in(visitor: Visitor) -> None:
    """From the receipt into what was bought, with the account that was made, once it is open."""
    visitor.page.locator("form[action*=continuation] button").click()
    visitor.page.wait_for_url("**/learn/**")
    # it follows by itself; whoever goes on before may have given the course back by the time it looks again
    expect(visitor.page.get_by_role("heading", name="One moment")).to_have_count(0)


def open_order(owner: Visitor, name: str) -> str:
    """The order of a buyer in the Studio; the reference of its payment."""
    owner.go("/studio/orders/")
    owner.page.get_by_role("row").filter(has_text=name).get_by_role("link").first.click()
    reference = owner.page.locator("section[aria-labelledby=payments] .tiny").first
    expect(reference).to_be_visible()
    return reference.inner_text()
