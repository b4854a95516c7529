"""Connected accounts: opened by the platform, filled in by their owners, paid by transfers."""

import secrets
from typing import Any

import stripe

from tests.doubles.stripe.books import Books, Thing, now
from tests.doubles.stripe.types import blank
from tests.doubles.stripe.wire import Refusal, missing

ASKED_FIRST = ["business_profile.url", "external_account", "individual.verification.document", "tos_acceptance.date"]


def open_account(books: Books, params: Thing) -> Thing:
    """An account that can do nothing yet."""
    house, name = books.house, f"acct_{secrets.token_hex(8)}"
    house.connected.add(name)
    own = house.books(name)
    made = blank(stripe.Account, id=name, email=params.get("email"), created=now(), charges_enabled=False)
    made |= {"payouts_enabled": False, "details_submitted": False, "metadata": params.get("metadata", {})}
    made["controller"] = _controller(params.get("controller", {}))
    made["capabilities"] = _asked_for(params, "inactive")
    made["requirements"] = blank(stripe.Account.Requirements, currently_due=list(ASKED_FIRST), past_due=[])
    own.things[name] = made
    return made


def account(books: Books, params: Thing, name: str) -> Thing:
    """As it stands."""
    own = books.house.books(name) if name in books.house.connected else None
    if own is None or name not in own.things:
        raise missing("account", name)
    return own.things[name]


def link(books: Books, params: Thing) -> Thing:
    """An address that works once."""
    account(books, {}, params["account"])
    token = secrets.token_hex(12)
    books.house.links[token] = dict(params)
    made = blank(stripe.AccountLink, created=now(), expires_at=now() + 300)
    return made | {"url": f"{books.house.url}/connect/setup/{token}"}


def finish(house: Any, name: str) -> Thing:
    """Its owner has answered everything."""
    own = house.books(name)
    made = own.things[name]
    made |= {"charges_enabled": True, "payouts_enabled": True, "details_submitted": True}
    made["capabilities"] = {name: "active" if state else state for name, state in made["capabilities"].items()}
    made["requirements"] = blank(stripe.Account.Requirements, currently_due=[], past_due=[])
    own.tell(name, "account.updated", made)
    return made


def transfer(books: Books, params: Thing) -> Thing:
    """From the platform's balance to a connected account's."""
    amount, name = int(params["amount"]), params["destination"]
    if name not in books.house.connected:
        raise Refusal(400, "invalid_request_error", f"No such destination: '{name}'", code="resource_missing")
    if amount > books.balance(params["currency"]):
        message = "You have insufficient available funds in your Stripe account."
        raise Refusal(400, "invalid_request_error", message, code="balance_insufficient")
    made = books.keep(
        stripe.Transfer, "tr", amount=amount, currency=params["currency"], destination=name,
        description=params.get("description"), metadata=params.get("metadata", {}),
        transfer_group=params.get("transfer_group"),
    )  # fmt: skip
    made["balance_transaction"] = books.move("transfer", made, -amount)["id"]
    there = books.house.books(name)
    there.things[made["id"]] = made
    there.move("payment", made, amount)
    books.tell(books.account, "transfer.created", made)
    return made


def transfers(books: Books, params: Thing) -> Thing:
    """Those of a group, newest first."""
    made = [thing for thing in books.things.values() if thing["object"] == "transfer"]
    rows = [thing for thing in reversed(made) if thing["transfer_group"] == params.get("transfer_group")]
    return {"object": "list", "data": rows[: int(params.get("limit", 10))], "has_more": False, "url": "/v1/transfers"}


def take_back(books: Books, name: str, amount: int | None = None) -> Thing:
    """The platform, or Stripe, takes what is left of a transfer back, or so much."""
    made = books.get("transfer", name)
    part = made["amount"] - made["amount_reversed"] if amount is None else amount
    back = made["amount_reversed"] + part
    made |= {"amount_reversed": back, "reversed": back == made["amount"]}
    books.move("transfer_refund", made, part, category="transfer_reversal")
    books.house.books(made["destination"]).move("payment_refund", made, -part)
    books.tell(books.account, "transfer.reversed", made)
    return made


def _controller(wanted: Thing) -> Thing:
    made = blank(stripe.Account.Controller, type="application", requirement_collection="stripe")
    made["fees"] = blank(stripe.Account.Controller.Fees, payer=wanted.get("fees", {}).get("payer", "account"))
    losses = wanted.get("losses", {}).get("payments", "stripe")
    made["losses"] = blank(stripe.Account.Controller.Losses, payments=losses)
    dashboard = wanted.get("stripe_dashboard", {}).get("type", "full")
    made["stripe_dashboard"] = blank(stripe.Account.Controller.StripeDashboard, type=dashboard)
    return made


def _asked_for(params: Thing, state: str) -> Thing:
    made = blank(stripe.Account.Capabilities)
    asked = [name for name, wish in params.get("capabilities", {}).items() if wish.get("requested") == "true"]
    return made | dict.fromkeys(asked, state)
