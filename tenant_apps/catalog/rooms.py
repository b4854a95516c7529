"""Whether there is room for one more: asked before a thing is sold or given by hand, of whoever delivers its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tenant_apps.catalog.models import Product
from tenant_apps.people.models import Person

Keeper = Callable[[Product, Person], None]
_keepers: dict[str, Keeper] = {}


def keeps_room(kind: str) -> Callable[[Keeper], Keeper]:
    """Register a function that refuses when there is no room for a person. One owner per kind."""

    def register(keeper: Keeper) -> Keeper:
        if kind in _keepers and _keepers[kind] is not keeper:
            raise ValueError(f"{kind} things already have a keeper of their room")
        _keepers[kind] = keeper
        return keeper

    return register


def require_room_in(products: Iterable[Product], person: Person) -> None:
    """Raise what the keepers of these refuse with; things of other kinds have room for everybody."""
    for product in sorted(products, key=lambda each: each.pk):
        keeper = _keepers.get(product.kind)
        if keeper is not None:
            keeper(product, person)
