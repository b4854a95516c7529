"""How higher apps tell the catalogue where a bought thing is: `@thing("course")` on a function of the product."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tenant_apps.catalog.models import Product

# the kind of the one product that opens all others
EVERYTHING = "everything"


@dataclass(frozen=True)
class Thing:
    """What a product is to the person who has it."""

    url: str
    action: str
    detail: str = ""


_finders: dict[str, Callable[[Product], Thing | None]] = {}


def thing(kind: str) -> Callable[[Callable[[Product], Thing | None]], Callable[[Product], Thing | None]]:
    """Register the finder for one kind of product. One owner per kind."""

    def register(finder: Callable[[Product], Thing | None]) -> Callable[[Product], Thing | None]:
        if kind in _finders and _finders[kind] is not finder:
            raise ValueError(f"{kind} things already have an owner")
        _finders[kind] = finder
        return finder

    return register


def thing_of(product: Product) -> Thing | None:
    """Where this product is, or None while its owner does not say."""
    finder = _finders.get(product.kind)
    return finder(product) if finder else None
