"""A probe is one way to cross: it raises Crossed when it got through, and returns when it was held."""

from collections.abc import Callable
from dataclasses import dataclass

from marque.kit.tenancy.context import CurrentTenant

Attempt = Callable[[CurrentTenant, CurrentTenant], None]


class Crossed(AssertionError):
    """A tenant reached what belongs to another."""


@dataclass(frozen=True, slots=True)
class Probe:
    """One way to cross: its kind (sql, orm, cache, …), what it tries in words, and the attempt (from, into)."""

    way: str
    tries: str
    attempt: Attempt


PROBES: list[Probe] = []


def probe(way: str) -> Callable[[Attempt], Attempt]:
    """Register an attempt; the first line of its docstring says what it tries."""

    def register(attempt: Attempt) -> Attempt:
        PROBES.append(Probe(way, (attempt.__doc__ or "").split("\n")[0].rstrip("."), attempt))
        return attempt

    return register


def held(crossed: bool, what: str) -> None:
    """Raise Crossed with `what` where something got through."""
    if crossed:
        raise Crossed(what)
