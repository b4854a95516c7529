"""Orders that courses stand in beside their prerequisites, told by the apps that put them there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise


@dataclass(frozen=True)
class Way:
    """Who comes this way has a course open after others: keys of courses by the key of the one that waits.

    `refusal` says that something waits for itself there, with places for the `name` of the way and the circle.
    """

    after: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    name: str = ""
    refusal: Promise | str = ""


Teller = Callable[[], Iterable[Way]]
_tellers: list[Teller] = []


def tells_ways(teller: Teller) -> Teller:
    """Register a function that gives the ways an app knows."""
    if teller not in _tellers:
        _tellers.append(teller)
    return teller


def ways() -> list[Way]:
    """Every way there is, read now."""
    return [way for teller in _tellers for way in teller()]
