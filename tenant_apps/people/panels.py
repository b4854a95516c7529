"""Where higher apps say what they know of a person: on the person's own account page, and in the Studio."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tenant_apps.people.models import Person


@dataclass(frozen=True)
class Panel:
    """A section about a person: a template and what it needs. With a `permission`, only for those who hold it."""

    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    permission: str = ""


Source = Callable[[Person], "Panel | None"]
_places: dict[str, list[tuple[int, str, Source]]] = {"account": [], "studio": []}


def panel(place: str, *, order: int = 100) -> Callable[[Source], Source]:
    """Register a source of panels for `account` or `studio`: `@panel("account", order=20)`, once, at start-up."""

    def register(source: Source) -> Source:
        _places[place].append((order, f"{source.__module__}.{source.__name__}", source))
        return source

    return register


def panels_for(place: str, person: Person) -> list[Panel]:
    """What every app has to say about this person, in order."""
    found = (source(person) for _order, _name, source in sorted(_places[place], key=lambda entry: entry[:2]))
    return [each for each in found if each is not None]
