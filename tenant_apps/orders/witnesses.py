"""What apps above note when an order is placed, in its transaction: such as who led the buyer here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tenant_apps.orders.models import Order, Subscription
from tenant_apps.people.models import Person


@dataclass(frozen=True)
class Placing:
    """An order as it is placed: by whom, with which cookies of their browser; or by a subscription, as its renewal."""

    order: Order
    by: Person | None = None
    cookies: Mapping[str, str] = field(default_factory=dict)
    renews: Subscription | None = None


Witness = Callable[[Placing], object]
_witnesses: list[Witness] = []


def witness(note: Witness) -> Witness:
    """Register a function that is told of each placing. One order may be placed again until it is being paid."""
    if note not in _witnesses:
        _witnesses.append(note)
    return note


def tell(placing: Placing) -> None:
    """Let everybody note it."""
    for note in _witnesses:
        note(placing)
