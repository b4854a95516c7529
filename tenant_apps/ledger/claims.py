"""Who led a buyer here: apps above register a function that names them, such as the affiliates of an order."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tenant_apps.orders.models import Order
from tenant_apps.people.models import Person

Source = Callable[[Order], Iterable[Person]]
_sources: list[Source] = []


def source(ask: Source) -> Source:
    """Register a function that knows who is to have an affiliate's share of an order."""
    if ask not in _sources:
        _sources.append(ask)
    return ask


def forget(ask: Source) -> None:
    """Remove a source; tests that register their own clean up with it."""
    _sources.remove(ask)


def claimants(order: Order) -> list[Person]:
    """Everybody with a claim on this order, each once; never the buyer."""
    found = {person.pk: person for ask in _sources for person in ask(order)}
    return [found[pk] for pk in sorted(found) if pk != order.buyer_id]
