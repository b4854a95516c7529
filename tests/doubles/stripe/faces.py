"""How a way to pay looks in the things that were paid with it."""

from typing import Any

import stripe

from tests.doubles.stripe.cards import Card
from tests.doubles.stripe.types import blank

Thing = dict[str, Any]


def method(card: Card, **values: Any) -> Thing:
    """A payment method's fields."""
    return _faced(stripe.PaymentMethod, card, **values)


def details(card: Card, *, mandate: str | None = None) -> Thing:
    """What a charge says it was paid with."""
    made = _faced(stripe.Charge.PaymentMethodDetails, card)
    if card.kind == "sepa_debit":
        made["sepa_debit"]["mandate"] = mandate
    return made


def _faced(cls: type, card: Card, **values: Any) -> Thing:
    shapes = {"card": "Card", "klarna": "Klarna", "sepa_debit": "SepaDebit"}
    said: dict[str, Thing] = {
        "card": {"brand": card.brand, "last4": card.last4, "exp_month": 8, "exp_year": 2040},
        "klarna": {},
        "sepa_debit": {"last4": card.last4, "country": "AT", "bank_code": "19043"},
    }
    made = blank(cls, type=card.kind, **values)
    made[card.kind] = blank(getattr(cls, shapes[card.kind]), **said[card.kind])
    return made
