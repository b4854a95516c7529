"""Who listens to which fact."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from marque.kit.facts.fact import Fact, app_of

F = TypeVar("F", bound=Fact)
Handler = Callable[[Any], None]


class DuplicateSubscriber(ValueError):
    """Two subscribers would share one stored name."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One listener; its name is stored with each delivery, so it stays what it is."""

    name: str
    fact: type[Fact]
    handle: Handler


_subscribers: dict[str, Subscriber] = {}


def subscribe(fact: type[F], *, name: str = "") -> Callable[[Callable[[F], None]], Callable[[F], None]]:
    """Decorate a function of one fact. `name` keeps the stored name when the function is renamed or moved."""

    def register(handle: Callable[[F], None]) -> Callable[[F], None]:
        stored = name or f"{app_of(handle.__module__, 'subscribers')}.{handle.__name__}"
        known = _subscribers.get(stored)
        if known:
            raise DuplicateSubscriber(f"{stored} listens to {known.fact.name()} already; {fact.name()} needs another.")
        _subscribers[stored] = Subscriber(stored, fact, handle)
        return handle

    return register


def subscribers_of(fact: type[Fact]) -> list[Subscriber]:
    """The fact's subscribers, in the order of their names."""
    return [_subscribers[name] for name in sorted(_subscribers) if _subscribers[name].fact is fact]


def subscriber(name: str) -> Subscriber | None:
    """The subscriber of that stored name, if this release has it."""
    return _subscribers.get(name)


def forget(name: str) -> None:
    """Remove a subscriber; tests that register their own clean up with it."""
    _subscribers.pop(name, None)
