"""The test cards and what each of them does."""

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class SandboxCard:
    """A number the sandbox knows. `failure` is a code of FAILURES; `asks` means the bank wants a word first.

    `fails_later`: charging it again without its owner fails. `settles_after`: the money comes some seconds later.
    `unanswered`: the charge goes through and its answer is lost. `disputed`: the owner complains at once.
    """

    number: str
    brand: str = "Visa"
    failure: str = ""
    asks: bool = False
    fails_later: str = ""
    settles_after: int = 0
    unanswered: bool = False
    disputed: bool = False


CARDS = {
    card.number: card
    for card in (
        SandboxCard("4242424242424242"),
        SandboxCard("5555555555554444", brand="Mastercard"),
        SandboxCard("378282246310005", brand="American Express"),
        SandboxCard("4000000000000002", failure="card_declined"),
        SandboxCard("4000000000009995", failure="insufficient_funds"),
        SandboxCard("4000000000009987", failure="lost_card"),
        SandboxCard("4000000000000069", failure="expired_card"),
        SandboxCard("4000000000000127", failure="incorrect_cvc"),
        SandboxCard("4000000000000119", failure="processing_error"),
        SandboxCard("4000002500003155", asks=True),
        SandboxCard("4000008260003178", asks=True, failure="insufficient_funds"),
        SandboxCard("4000000000000341", fails_later="insufficient_funds"),
        SandboxCard("4000000000000077", settles_after=30),
        SandboxCard("4000000000000606", settles_after=30, failure="insufficient_funds"),
        SandboxCard("4000000000000804", settles_after=24 * 60 * 60),
        SandboxCard("4000000000000507", unanswered=True),
        SandboxCard("4000000000000259", disputed=True),
    )
}

# what a token may leave out
UNKNOWN_CARD: dict[str, Any] = asdict(SandboxCard(number=""))

FAILURES: dict[str, str | Promise] = {
    "card_declined": _("The bank declined this card. Nothing was charged. Try another one."),
    "insufficient_funds": _("There is not enough money on this card. Nothing was charged. Try another one."),
    # A buyer is never told that a card is reported lost: that is for its owner and the bank.
    "lost_card": _("The bank declined this card. Nothing was charged. Try another one."),
    "expired_card": _("This card has expired. Nothing was charged. Try another one."),
    "incorrect_cvc": _("The security code does not match this card. Nothing was charged. Check it and try again."),
    "processing_error": _("The bank could not be reached. Nothing was charged. Try again in a minute."),
    "authentication_failed": _("Your bank could not confirm that it was you. Nothing was charged. Try again."),
}


def brand_of(number: str) -> str:
    """The card network, from the first digits."""
    if number.startswith(("34", "37")):
        return "American Express"
    if number.startswith(("51", "52", "53", "54", "55")):
        return "Mastercard"
    return "Visa" if number.startswith("4") else ""


def passes_luhn(number: str) -> bool:
    """The check digit agrees with the rest of the number."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
