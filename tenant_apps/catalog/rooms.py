"""Whether there is room for one more: asked before a thing is sold or given by hand, of whoever delivers its kind."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tenant_apps.catalog.models import Offer, Product
from tenant_apps.people.models import Person


@dataclass(frozen=True)
class Asker:
    """For whom room is asked: nobody known yet opens a gift. What an order takes already it need not find again.

    Who pays is there also for a gift: their row is locked before what counts.
    """

    person: Person | None
    order_id: int | None = None
    payer: Person | None = None


class Keeper(ABC):
    """Who keeps the room in one kind of things."""

    @abstractmethod
    def require(self, product: Product, asker: Asker) -> None:
        """Refuse when there is no room; what was there stays theirs until the transaction ends."""

    @abstractmethod
    def freed(self, product: Product) -> None:
        """Hear that somebody who was about to take one does not."""


class Holder(ABC):
    """A kind of things that bring others along."""

    @abstractmethod
    def inside(self, product: Product) -> Iterable[Product]:
        """What comes with it."""

    @abstractmethod
    def around(self, product: Product) -> Iterable[int]:
        """The keys of those that bring this one along."""


_keepers: dict[str, Keeper] = {}
_offer_keepers: list[Callable[[Offer, Asker], None]] = []
_holders: dict[str, Holder] = {}


def keeps_room(kind: str, keeper: Keeper) -> None:
    """Say who keeps the room in things of this kind."""
    _keepers[kind] = keeper


def keeps_offer_room(require: Callable[[Offer, Asker], None]) -> None:
    """Say who refuses an offer when there is no room in what it sells a place in, besides its products."""
    _offer_keepers.append(require)


def brings_along(kind: str, holder: Holder) -> None:
    """Say what comes with things of this kind."""
    _holders[kind] = holder


def require_room_for(offers: Iterable[Offer], asker: Asker) -> None:
    """The same for whatever these offers sell."""
    found = sorted({each.pk: each for each in offers}.items())
    require_room_in((product for _pk, offer in found for product in offer.products.all()), asker)
    for _pk, offer in found:
        for require in _offer_keepers:
            require(offer, asker)


def require_room_in(products: Iterable[Product], asker: Asker) -> None:
    """Raise what the keepers of these, and of all that comes with them, refuse with; others have room for everybody."""
    for product in _all_in(products):
        if product.kind in _keepers:
            _keepers[product.kind].require(product, asker)


def tell_freed(products: Iterable[Product]) -> None:
    """Let keepers know that somebody does not take these after all."""
    for product in _all_in(products):
        if product.kind in _keepers:
            _keepers[product.kind].freed(product)


def bringing(product: Product) -> set[int]:
    """The keys of all that gives this product when it is sold: itself, and what brings it along."""
    return {product.pk, *(pk for holder in _holders.values() for pk in holder.around(product))}


def _all_in(products: Iterable[Product]) -> list[Product]:
    """In the sequence in which rows are locked, so that nobody deadlocks."""
    found = {each.pk: each for each in products}
    for each in list(found.values()):
        if each.kind in _holders:
            found |= {one.pk: one for one in _holders[each.kind].inside(each)}
    return [found[pk] for pk in sorted(found)]
