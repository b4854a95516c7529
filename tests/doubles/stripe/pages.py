"""What the double shows in a browser: its script, its fields, the bank's questions, and the pages of onboarding."""

import json
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.doubles.stripe.cards import typed
from tests.doubles.stripe.wire import Refusal

if TYPE_CHECKING:
    from tests.doubles.stripe.server import StripeDouble
else:
    StripeDouble = Any
Answer = tuple[int, dict[str, str], bytes]
FOLDER = Path(__file__).parent / "script"
HTML = {"Content-Type": "text/html; charset=utf-8"}


def answer(double: StripeDouble, method: str, target: str, text: str) -> Answer:
    """One page, script or answer to a script."""
    parts = urlsplit(target)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    path = [part for part in parts.path.split("/") if part]
    if path[:1] == ["js"] and method == "GET" and (FOLDER / path[-1]).suffix == ".js":
        return 200, {"Content-Type": "text/javascript; charset=utf-8"}, (FOLDER / path[-1]).read_bytes()
    if path[:1] == ["elements"] and method == "GET":
        return 200, HTML, (FOLDER / "element.html").read_bytes()
    if path[:1] in (["question"], ["wallets"], ["sheet"]) and method == "GET":
        return 200, HTML, (FOLDER / f"{path[0]}.html").read_bytes()
    if path[:1] and path[0] in _ACTS and method == "POST":
        return _told(_ACTS[path[0]], double, json.loads(text))
    if path[:1] == ["pay"]:
        return _pay(double, method, *path[1:3], text)
    if path[:1] == ["redirect"]:
        return _led_away(double, method, *path[1:3], asked)
    if path[:2] == ["connect", "setup"]:
        return _setup(double, method, path[2])
    return 404, HTML, b"Not here."


def _told(act: Callable[[StripeDouble, dict[str, Any]], Any], double: StripeDouble, said: dict[str, Any]) -> Answer:
    try:
        made = act(double, said)
    except Refusal as refusal:
        made = refusal.body
    # Stripe's script asks from the shop's page, its frames from their own
    return 200, {"Content-Type": "application/json", "Access-Control-Allow-Origin": "*"}, json.dumps(made).encode()


def _token(double: StripeDouble, said: dict[str, Any]) -> dict[str, Any]:
    """A filled-in form as a confirmation token. The number ends here."""
    number = said.get("iban" if said.get("way") == "sepa_debit" else "number", "")
    card = "pm_klarna" if said.get("way") == "klarna" else typed(number)
    account = double.account_of_key(said["key"], said.get("account", ""))
    if said.get("wallet"):
        from tests.doubles.stripe.domains import wallet_token  # it needs the books, and those this package

        return wallet_token(double, account, said, card)
    return {"id": double.confirmation_token(card, account), "object": "confirmation_token"}


def _wallets(double: StripeDouble, said: dict[str, Any]) -> list[str]:
    """Those that may show on a page of this host."""
    from tests.doubles.stripe.domains import shows_at

    return shows_at(double, double.account_of_key(said["key"], said.get("account", "")), said["host"])


def _answered(double: StripeDouble, said: dict[str, Any]) -> dict[str, Any]:
    """What became of the payment whose bank asked."""
    account = double.account_of_key(said["key"], said.get("account", ""))
    if "approved" in said:
        double.answer_bank(said["secret"], approved=said["approved"], account=account)
    intent = double.books(account).get("payment_intent", said["secret"].partition("_secret_")[0])
    return {name: intent[name] for name in ("id", "status", "next_action", "last_payment_error")}


_ACTS: dict[str, Callable[[StripeDouble, dict[str, Any]], Any]] = {
    "elements": _token,
    "question": _answered,
    "wallets": _wallets,
}


def _led_away(double: StripeDouble, method: str, account: str, name: str, asked: dict[str, str]) -> Answer:
    intent = double.books(account).get("payment_intent", name)
    back = intent["next_action"] and intent["next_action"]["redirect_to_url"]["return_url"]
    if method == "GET" or not back:
        money = f"{intent['amount'] / 100:.2f} {intent['currency'].upper()}"
        return 200, HTML, _page(f"Pay {money} with Klarna", {"yes": "Authorize the payment", "no": "Cancel"})
    approved = asked.get("answer") == "yes"
    double.answer_bank(intent["client_secret"], approved=approved, account=account)
    said = {"payment_intent": name, "payment_intent_client_secret": intent["client_secret"]}
    said["redirect_status"] = "succeeded" if approved else "failed"
    return 303, {"Location": f"{back}{'&' if '?' in back else '?'}{urlencode(said)}"}, b""


def _pay(double: StripeDouble, method: str, account: str, name: str, text: str) -> Answer:
    from tests.doubles.stripe import sessions  # it needs the books, and those this package

    books, said = double.books(account), ""
    found = books.get("checkout.session", name)
    if method == "POST":
        try:
            sessions.pay(books, name, parse_qs(text).get("number", [""])[0])
            return 303, {"Location": found["success_url"]}, b""
        except Refusal as refusal:
            said = refusal.body["error"]["message"]
    money = f"{found['amount_total'] / 100:.2f} {found['currency'].upper()}"
    field = '<label>Card number <input name="number"></label><button>Pay</button>'
    form = f'<p role="alert">{escape(said)}</p><form method="post">{field}</form>'
    back = f'<a href="{escape(found["cancel_url"] or "/")}">Back</a>'
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{money}</title><link rel="icon" href="data:,">'
    return 200, HTML, f"{head}<main><h1>Pay {money}</h1>{form}{back}</main></html>".encode()


def _setup(double: StripeDouble, method: str, token: str) -> Answer:
    from tests.doubles.stripe.connect import finish  # it needs the books, and those this package

    link = double.links.get(token)
    if link is None or link.get("used"):
        return 303, {"Location": link["refresh_url"] if link else "/"}, b""
    if method == "GET":
        return 200, HTML, _page("Tell Stripe about your business", {"yes": "Agree and submit"})
    link["used"] = True
    finish(double, link["account"])
    return 303, {"Location": link["return_url"]}, b""


def _page(title: str, buttons: dict[str, str]) -> bytes:
    forms = "".join(
        f'<form method="post" action="?answer={name}"><button>{escape(words)}</button></form>'
        for name, words in buttons.items()
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<main><h1>{escape(title)}</h1>{forms}</main></html>"
    ).encode()
