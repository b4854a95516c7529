"""Stripe's way of writing parameters: nested names in a form."""

from typing import Any
from urllib.parse import parse_qsl


def decoded(text: str) -> dict[str, Any]:
    """`a[b]=1&c[0]=2` as {"a": {"b": "1"}, "c": ["2"]}."""
    found: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        parts = name.replace("]", "").split("[")
        place = found
        for part in parts[:-1]:
            place = place.setdefault(part, {})
        place[parts[-1]] = value
    return {name: _listed(value) for name, value in found.items()}


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {name: _listed(item) for name, item in value.items()}
    if inner and all(name.isdigit() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner


class Refusal(Exception):
    """An error as Stripe answers it."""

    def __init__(self, status: int, kind: str, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"type": kind, "message": message, **more}}


def require_enough(amount: str, currency: str) -> None:
    """Refuse less than Stripe takes, in the two currencies that matter here."""
    if currency in ("usd", "eur") and int(amount) < 50:
        message = "Amount must convert to at least 50 cents."
        raise Refusal(400, "invalid_request_error", message, code="amount_too_small")


def missing(thing: str, name: str) -> Refusal:
    """No such thing."""
    message = f"No such {thing}: '{name}'"
    return Refusal(404, "invalid_request_error", message, code="resource_missing", param="id")
