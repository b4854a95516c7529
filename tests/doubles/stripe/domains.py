"""Domains at which wallets may show, and the tokens of wallets."""

from typing import Any

import stripe

from tests.doubles.stripe.books import Books, Thing
from tests.doubles.stripe.types import blank
from tests.doubles.stripe.wire import Refusal

_METHODS = {
    "amazon_pay": stripe.PaymentMethodDomain.AmazonPay,
    "apple_pay": stripe.PaymentMethodDomain.ApplePay,
    "google_pay": stripe.PaymentMethodDomain.GooglePay,
    "klarna": stripe.PaymentMethodDomain.Klarna,
    "link": stripe.PaymentMethodDomain.Link,
    "paypal": stripe.PaymentMethodDomain.Paypal,
}


def register(books: Books, params: Thing) -> Thing:
    """A domain, once; the same name again is the same one."""
    name = params["domain_name"]
    if "." not in name or name.endswith(".localhost"):
        raise Refusal(400, "invalid_request_error", f"Invalid domain name: {name}", param="domain_name")
    found = next(iter(_those(books, name)), None)
    if found is None:
        found = books.keep(stripe.PaymentMethodDomain, "pmd", domain_name=name)
    found["enabled"] = params.get("enabled", "true") == "true"
    return _looked_at(books, found)


def listed(books: Books, params: Thing) -> Thing:
    """All, or those of a name."""
    rows = _those(books, params.get("domain_name", ""))
    return {"object": "list", "data": rows, "has_more": False, "url": "/v1/payment_method_domains"}


def change(books: Books, params: Thing, name: str) -> Thing:
    """Switch it on or off."""
    found = books.get("payment_method_domain", name)
    found["enabled"] = params.get("enabled", str(found["enabled"]).lower()) == "true"
    return _looked_at(books, found)


def validate(books: Books, params: Thing, name: str) -> Thing:
    """Look at it once more."""
    return _looked_at(books, books.get("payment_method_domain", name))


def shows_at(house: Any, account: str, host: str) -> list[str]:
    """The wallets that a page of this host may show; pages of this machine need no registration in the double."""
    rows = [row for row in _those(house.books(account), host) if row["enabled"]]
    if host.endswith(".localhost") or rows:
        return sorted(house.wallets)
    return []


def wallet_token(house: Any, account: str, said: Thing, card: str) -> Thing:
    """What a wallet's owner allowed: this much, once or again."""
    name = house.confirmation_token(card, account)
    allowed = {key: said.get(key) or None for key in ("amount", "currency", "setupFutureUsage")}
    house.books(account).things[name] |= {"allowed": allowed, "wallet": said["wallet"]}
    return {"id": name, "object": "confirmation_token"}


def check_allowed(token: Thing, params: Thing) -> None:
    """A wallet's owner saw an amount; another one is refused, as is keeping what they did not allow to be kept."""
    allowed = token.get("allowed")
    if allowed is None:
        return
    asked = {"amount": int(params["amount"]) if "amount" in params else None, "currency": params.get("currency")}
    keeps = params.get("setup_future_usage") or (params.get("usage") if "amount" not in params else None)
    same = allowed["amount"] == asked["amount"] and asked["currency"] in (None, allowed["currency"])
    if not same or (keeps and allowed["amount"] and not allowed["setupFutureUsage"]):
        message = f"The confirmation token was made for {allowed}, and is used for {asked}."
        raise Refusal(400, "invalid_request_error", message, param="confirmation_token")


def _those(books: Books, name: str) -> list[Thing]:
    rows = [thing for thing in books.things.values() if thing["object"] == "payment_method_domain"]
    return [row for row in rows if name in ("", row["domain_name"])]


def _looked_at(books: Books, row: Thing) -> Thing:
    refused = books.house.refused_domains.get(row["domain_name"], "")
    for name, cls in _METHODS.items():
        row[name] = blank(cls, status="active")
    if refused:
        details = blank(stripe.PaymentMethodDomain.ApplePay.StatusDetails, error_message=refused)
        row["apple_pay"] = blank(stripe.PaymentMethodDomain.ApplePay, status="inactive", status_details=details)
    return row
