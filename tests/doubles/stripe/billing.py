"""Stripe Billing in the double: invoices made, finalised, paid with a customer's card."""

import copy
import re
from collections.abc import Callable
from typing import Any

import stripe
import stripe.params as types

from tests.doubles.stripe.books import Books, Thing
from tests.doubles.stripe.wire import Refusal

_QUERY = re.compile(r"^metadata\['(\w+)'\]:'([^']*)'$")


def create(books: Books, params: Thing) -> Thing:
    """A draft for a customer."""
    customer = books.get("customer", params["customer"])
    return books.keep(
        stripe.Invoice, "in", customer=customer["id"], customer_email=customer["email"], currency=params["currency"],
        collection_method=params.get("collection_method", "charge_automatically"),
        description=params.get("description"),
        auto_advance=params.get("auto_advance") == "true", metadata=params.get("metadata", {}), status="draft",
        billing_reason="manual",
    )  # fmt: skip


def add(books: Books, params: Thing) -> Thing:
    """An item on a draft."""
    invoice = _in_state(books, params["invoice"], "draft")
    amount = int(params["amount"])
    for name in ("total", "subtotal", "amount_due", "amount_remaining"):
        invoice[name] += amount
    return books.keep(
        stripe.InvoiceItem, "ii", amount=amount, currency=params["currency"], customer=params["customer"],
        invoice=invoice["id"], description=params.get("description"), quantity=1, date=invoice["created"],
    )  # fmt: skip


def finalise(books: Books, params: Thing, name: str) -> Thing:
    """From now on it is owed."""
    invoice = _in_state(books, name, "draft")
    invoice |= {"status": "open" if invoice["total"] else "paid", "number": f"DOUBLE-{len(books.things):04}"}
    return invoice


def pay(books: Books, params: Thing, name: str) -> Thing:
    """Charge the card; the answer of a decline is Stripe's card error."""
    invoice = _in_state(books, name, "open")
    card = books._saved(params["payment_method"], {"customer": invoice["customer"]})
    invoice |= {"attempted": True, "attempt_count": invoice["attempt_count"] + 1}
    if card.later:
        books.tell(books.account, "invoice.payment_failed", invoice)
        said = {"code": "card_declined", "decline_code": card.later}
        raise Refusal(402, "card_error", "Your card was declined.", **said)
    return mark_paid(books, name)


def mark_paid(books: Books, name: str) -> Thing:
    """The money is there, by whatever way: also on Stripe's own page."""
    invoice = _in_state(books, name, "open")
    invoice |= {"status": "paid", "amount_paid": invoice["amount_due"], "amount_remaining": 0}
    books.tell(books.account, "invoice.paid", invoice)
    return invoice


def _retrieve(books: Books, params: Thing, name: str) -> Thing:
    return books.get("invoice", name)


def _search(books: Books, params: Thing) -> Thing:
    query = _QUERY.match(params["query"])
    if query is None:
        raise Refusal(400, "invalid_request_error", f"We were unable to parse your search query: {params['query']}")
    invoices = [thing for thing in books.things.values() if thing["object"] == "invoice"]
    rows = [copy.deepcopy(thing) for thing in invoices if thing["metadata"].get(query[1]) == query[2]]
    return {"object": "search_result", "data": rows, "has_more": False, "url": "/v1/invoices/search"}


def _in_state(books: Books, name: str, state: str) -> Thing:
    invoice = books.get("invoice", name)
    if invoice["status"] != state:
        message = f"This invoice is {invoice['status']}; only {state} ones can be changed so."
        raise Refusal(400, "invalid_request_error", message, code="invoice_not_editable")
    return invoice


ROUTES: list[tuple[str, str, Any, Callable[..., Thing]]] = [
    ("POST", r"/v1/invoices", types.InvoiceCreateParams, create),
    ("GET", r"/v1/invoices/search", types.InvoiceSearchParams, _search),
    ("GET", r"/v1/invoices/(\w+)", types.InvoiceRetrieveParams, _retrieve),
    ("POST", r"/v1/invoices/(\w+)/finalize", types.InvoiceFinalizeInvoiceParams, finalise),
    ("POST", r"/v1/invoices/(\w+)/pay", types.InvoicePayParams, pay),
    ("POST", r"/v1/invoiceitems", types.InvoiceItemCreateParams, add),
]
