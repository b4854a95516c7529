"""Checkout Sessions: Stripe's own page, where the buyer pays and from which they go back."""

import time
from typing import Any

import stripe

from tests.doubles.stripe.books import Books, Thing
from tests.doubles.stripe.cards import typed
from tests.doubles.stripe.wire import Refusal, require_enough


def open_session(books: Books, params: Thing) -> Thing:
    """A page for one payment, open for a day."""
    line = params["line_items"][0]
    price = line["price_data"]
    require_enough(price["unit_amount"], price["currency"])
    made = books.keep(
        stripe.checkout.Session, "cs_test", mode=params["mode"], status="open", payment_status="unpaid",
        currency=price["currency"], amount_total=int(price["unit_amount"]) * int(line["quantity"]),
        amount_subtotal=int(price["unit_amount"]) * int(line["quantity"]),
        success_url=params["success_url"], cancel_url=params.get("cancel_url"), metadata=params.get("metadata", {}),
        customer=params.get("customer"), customer_email=params.get("customer_email"),
        expires_at=int(time.time()) + 86_400, payment_method_types=["card"], ui_mode="hosted_page",
    )  # fmt: skip
    made["url"] = f"{books.house.pages_at or books.house.url}/pay/{books.account}/{made['id']}"
    books.wishes[made["id"]] = params.get("payment_intent_data", {})
    return made


def session(books: Books, params: Thing, name: str) -> Thing:
    """One by its id."""
    return books.get("checkout.session", name)


def expire(books: Books, params: Thing, name: str) -> Thing:
    """Close one that is open."""
    found = books.get("checkout.session", name)
    if found["status"] != "open":
        message = f'Only Checkout Sessions with a status in ["open"] can be expired. This one is {found["status"]}.'
        raise Refusal(400, "invalid_request_error", message)
    found |= {"status": "expired", "url": None}
    books.tell(books.account, "checkout.session.expired", found)
    return found


def pay(books: Books, name: str, number: str) -> Thing:
    """The buyer types a card on the page; a Refusal is what the page says of it."""
    found = books.get("checkout.session", name)
    if found["status"] != "open":
        raise Refusal(400, "invalid_request_error", "This page is no longer available.")
    params: dict[str, Any] = {
        "amount": str(found["amount_total"]),
        "currency": found["currency"],
        "payment_method": typed(number),
    }
    if found["customer"]:
        params["customer"] = found["customer"]
    intent = books.create_intent(params | books.wishes[name], agreed=True)
    if intent["status"] == "requires_action":  # the bank's question is part of the page
        intent = books.settle(intent, "")
    paid = "unpaid" if intent["status"] == "processing" else "paid"
    found |= {"status": "complete", "payment_status": paid, "payment_intent": intent["id"], "url": None}
    books.tell(books.account, "checkout.session.completed", found)
    return found
