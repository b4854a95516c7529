"""Direct debits: a mandate first, days of waiting, an answer of the bank, and money that the buyer calls back.

https://docs.stripe.com/payments/sepa-debit
"""

from typing import TYPE_CHECKING, Any

import stripe

from tests.doubles.stripe.cards import Card
from tests.doubles.stripe.types import blank
from tests.doubles.stripe.wire import Refusal

if TYPE_CHECKING:
    from tests.doubles.stripe.books import Books, Thing
else:
    Books = Thing = Any
EUR_ALONE = "The currency provided ({}) is invalid for sepa_debit. Payments with sepa_debit support: eur."
UNASKED = "When confirming a PaymentIntent with a `sepa_debit` PaymentMethod, `mandate_data` is required."


def permit(card: Card, params: Thing, *, agreed: bool) -> None:
    """Refuse a debit in another currency, or that its owner never allowed."""
    if card.kind != "sepa_debit":
        return
    if params.get("currency", "eur") != "eur":
        raise Refusal(400, "invalid_request_error", EUR_ALONE.format(params["currency"]), param="currency")
    if not agreed and "mandate_data" not in params:
        raise Refusal(400, "invalid_request_error", UNASKED, param="mandate_data", code="parameter_missing")


def mandate(books: Books, method: str, *, lasting: bool) -> str:
    """What the owner of an account agreed to: this debit, or those to come as well."""
    online = blank(stripe.Mandate.CustomerAcceptance.Online, ip_address="127.0.0.1", user_agent="A browser")
    said = blank(stripe.Mandate.CustomerAcceptance, type="online", online=online)
    made = books.keep(
        stripe.Mandate, "mandate", payment_method=method, status="active", customer_acceptance=said,
        type="multi_use" if lasting else "single_use",
    )  # fmt: skip
    return str(made["id"])


def standing(books: Books, method: str) -> str:
    """The mandate that lets an account be debited while its owner is away."""
    made = [each for each in books.things.values() if each["object"] == "mandate" and each["type"] == "multi_use"]
    found = next((each for each in made if each["payment_method"] == method), None)
    if found is None or found["status"] != "active":
        message = "The mandate of this payment method is invalid."
        raise Refusal(400, "invalid_request_error", message, code="payment_intent_mandate_invalid")
    return str(found["id"])


def answer(books: Books, name: str, decline: str | None = None) -> Thing:
    """After some days the bank says what it does; without a word of ours, as its test account is known to."""
    intent = books.get("payment_intent", name)
    assert intent["status"] == "processing", intent["status"]
    try:
        books.settle(intent, books.intent_cards[name].declines if decline is None else decline)
        became = "succeeded"
    except Refusal:
        became = "failed"
    for page in [each for each in books.things.values() if each["object"] == "checkout.session"]:
        if page["payment_intent"] == name:
            page["payment_status"] = "paid" if became == "succeeded" else "unpaid"
            books.tell(books.account, f"checkout.session.async_payment_{became}", page)
    return intent


def call_back(books: Books, dispute: Thing, charge: Thing) -> None:
    """Banks give debits back without a question: there is nothing to answer, and no further debit is allowed."""
    dispute["status"] = "lost"
    name = charge["payment_method_details"]["sepa_debit"]["mandate"]
    books.things[name]["status"] = "inactive"
    books.tell(books.account, "charge.dispute.closed", dispute)
