"""Listeners that live for one test."""

from collections.abc import Callable, Iterator

import pytest

from marque.kit.facts import registry
from marque.kit.facts.fact import Fact


@pytest.fixture
def listen() -> Iterator[Callable[..., None]]:
    """Subscribe a function for this test: `listen(SeatTaken, "people.count", handle)`."""
    names = []

    def subscribe(fact: type[Fact], name: str, handle: Callable[[Fact], None]) -> None:
        registry.subscribe(fact, name=name)(handle)
        names.append(name)

    yield subscribe
    for name in names:
        registry.forget(name)
