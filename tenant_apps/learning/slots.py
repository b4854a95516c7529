"""Room on the dashboard for what higher apps have to show, such as certificates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tenant_apps.people.models import Person


@dataclass(frozen=True)
class Keepsake:
    """Something a finished course left behind."""

    course_id: int
    title: str
    issued_at: datetime
    url: str


_sources: list[Callable[[Person], list[Keepsake]]] = []


def keepsakes_source(source: Callable[[Person], list[Keepsake]]) -> Callable[[Person], list[Keepsake]]:
    """Register a function that lists a person's keepsakes."""
    if source not in _sources:
        _sources.append(source)
    return source


def keepsakes_of(person: Person) -> list[Keepsake]:
    """Everything a person has earned, latest first."""
    found = [keepsake for source in _sources for keepsake in source(person)]
    return sorted(found, key=lambda keepsake: keepsake.issued_at, reverse=True)
