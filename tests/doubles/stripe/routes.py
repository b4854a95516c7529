"""Which request is which: the SDK's type of its parameters, and what happens."""

import copy
import re
from collections.abc import Callable
from typing import Any

import stripe
import stripe.params as types
import stripe.params.checkout as checkout_types
import stripe.params.tax as tax_types

from tests.doubles.stripe import billing, connect, domains, fees, sessions, tax, uploads
from tests.doubles.stripe.books import Books, Thing
from tests.doubles.stripe.types import blank, check_request
from tests.doubles.stripe.wire import Refusal

_QUERY = re.compile(r"^metadata\['(\w+)'\]:'([^']*)'$")


def answer(books: Books, method: str, path: str, params: Thing) -> Thing:
    """Do what was asked; Refusal as Stripe would refuse."""
    for verb, pattern, typed, act in _ROUTES:
        found = re.fullmatch(pattern, path)
        if verb == method and found:
            check_request(params, typed, f"{method} {path}")
            made = copy.deepcopy(act(books, params, *found.groups()))
            return _expanded(books, made, params.get("expand", []))
    raise Refusal(404, "invalid_request_error", f"Unrecognized request URL ({method}: {path}).")


def _expanded(books: Books, made: Thing, wishes: list[str]) -> Thing:
    for wish in wishes:
        things = [made]
        for name in wish.split("."):
            if name == "data":
                things = [item for thing in things for item in thing["data"]]
                continue
            for thing in things:
                if isinstance(thing.get(name), str):
                    thing[name] = copy.deepcopy(books.things[thing[name]])
            things = [thing[name] for thing in things if isinstance(thing.get(name), dict)]
    return made


def _search(books: Books, params: Thing) -> Thing:
    query = _QUERY.match(params["query"])
    if query is None:
        raise Refusal(400, "invalid_request_error", f"We were unable to parse your search query: {params['query']}")
    intents = [thing for thing in books.things.values() if thing["object"] == "payment_intent"]
    rows = [thing for thing in intents if thing["metadata"].get(query[1]) == query[2]]
    return {"object": "search_result", "data": rows, "has_more": False, "url": "/v1/payment_intents/search"}


def _movements(books: Books, params: Thing) -> Thing:
    window = params.get("created", {})
    first, end = int(window.get("gte", 0)), int(window.get("lt", 2**40))
    rows = [row for row in reversed(books.movements) if first <= row["created"] < end]
    if "starting_after" in params:
        rows = rows[[row["id"] for row in rows].index(params["starting_after"]) + 1 :]
    if "payout" in params:
        rows = rows_of_payout(books, params["payout"], rows)
    limit = int(params.get("limit", 10))
    return {"object": "list", "data": rows[:limit], "has_more": len(rows) > limit, "url": "/v1/balance_transactions"}


def rows_of_payout(books: Books, payout: str, rows: list[Thing]) -> list[Thing]:
    """A payout and what it paid out: everything since the payout before, newest first."""
    found: list[Thing] = []
    for row in books.movements:
        found.append(row)
        if row["type"] == "payout":
            if row["source"] == payout:
                return [each for each in reversed(found) if each in rows]
            found = []
    raise Refusal(404, "invalid_request_error", f"No such payout: '{payout}'", code="resource_missing")


def _account(books: Books, params: Thing) -> Thing:
    made = blank(stripe.Account, id=books.account, charges_enabled=True, payouts_enabled=True)
    return made | {"email": "ada@example.com"}


def _intent(books: Books, params: Thing, name: str) -> Thing:
    return books.get("payment_intent", name)


def _refund(books: Books, params: Thing, name: str) -> Thing:
    return books.get("refund", name)


def _refunds(books: Books, params: Thing) -> Thing:
    made = [thing for thing in reversed(books.things.values()) if thing["object"] == "refund"]
    rows = [thing for thing in made if thing["payment_intent"] == params["payment_intent"]]
    return {"object": "list", "data": rows[: int(params.get("limit", 10))], "has_more": False, "url": "/v1/refunds"}


def _cancel(books: Books, params: Thing, name: str) -> Thing:
    return books.cancel_intent(name)


def _detach(books: Books, params: Thing, name: str) -> Thing:
    return books.detach(name)


_ROUTES: list[tuple[str, str, Any, Callable[..., Thing]]] = [
    ("GET", r"/v1/account", types.AccountRetrieveCurrentParams, _account),
    ("POST", r"/v1/checkout/sessions", checkout_types.SessionCreateParams, sessions.open_session),
    ("GET", r"/v1/checkout/sessions/(\w+)", checkout_types.SessionRetrieveParams, sessions.session),
    ("POST", r"/v1/checkout/sessions/(\w+)/expire", checkout_types.SessionExpireParams, sessions.expire),
    ("POST", r"/v1/files", uploads.FileParams, uploads.upload),
    ("POST", r"/v1/disputes/(\w+)", types.DisputeUpdateParams, uploads.answer_dispute),
    ("POST", r"/v1/accounts", types.AccountCreateParams, connect.open_account),
    ("GET", r"/v1/accounts/(\w+)", types.AccountRetrieveParams, connect.account),
    ("POST", r"/v1/account_links", types.AccountLinkCreateParams, connect.link),
    ("POST", r"/v1/transfers", types.TransferCreateParams, connect.transfer),
    ("GET", r"/v1/transfers", types.TransferListParams, connect.transfers),
    ("POST", r"/v1/application_fees/(\w+)/refunds", types.ApplicationFeeRefundCreateParams, fees.refund),
    ("POST", r"/v1/tax/calculations", tax_types.CalculationCreateParams, tax.calculate),
    (
        "POST",
        r"/v1/tax/transactions/create_from_calculation",
        tax_types.TransactionCreateFromCalculationParams,
        tax.commit,
    ),
    ("POST", r"/v1/tax/transactions/create_reversal", tax_types.TransactionCreateReversalParams, tax.reverse),
    ("POST", r"/v1/payment_method_domains", types.PaymentMethodDomainCreateParams, domains.register),
    ("GET", r"/v1/payment_method_domains", types.PaymentMethodDomainListParams, domains.listed),
    ("POST", r"/v1/payment_method_domains/(\w+)", types.PaymentMethodDomainUpdateParams, domains.change),
    (
        "POST",
        r"/v1/payment_method_domains/(\w+)/validate",
        types.PaymentMethodDomainValidateParams,
        domains.validate,
    ),
    ("POST", r"/v1/customers", types.CustomerCreateParams, Books.create_customer),
    ("POST", r"/v1/payment_intents", types.PaymentIntentCreateParams, Books.create_intent),
    ("GET", r"/v1/payment_intents/search", types.PaymentIntentSearchParams, _search),
    ("GET", r"/v1/payment_intents/(\w+)", types.PaymentIntentRetrieveParams, _intent),
    ("POST", r"/v1/payment_intents/(\w+)/cancel", types.PaymentIntentCancelParams, _cancel),
    ("POST", r"/v1/setup_intents", types.SetupIntentCreateParams, Books.create_setup),
    ("POST", r"/v1/refunds", types.RefundCreateParams, Books.refund),
    ("GET", r"/v1/refunds", types.RefundListParams, _refunds),
    ("GET", r"/v1/refunds/(\w+)", types.RefundRetrieveParams, _refund),
    ("GET", r"/v1/balance_transactions", types.BalanceTransactionListParams, _movements),
    ("POST", r"/v1/payment_methods/(\w+)/detach", types.PaymentMethodDetachParams, _detach),
    *billing.ROUTES,
]
