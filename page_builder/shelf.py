"""What the blocks of one page show of the catalogue and the courses: read once for the whole page."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from marque.kit.money import Money
from tenant_apps.catalog.models import Price
from tenant_apps.courses.models import Course
from tenant_apps.courses.queries import OutlineModule, outlines

_KEY = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


@dataclass(frozen=True)
class Ticket:
    """An offer as a page shows it."""

    title: str
    slug: str
    price: Money
    is_live: bool = True

    @property
    def checkout_url(self) -> str:
        """Where it is bought."""
        return f"/checkout/{self.slug}/"


@dataclass(frozen=True)
class Syllabus:
    """A course with its outline."""

    course: Course
    modules: list[OutlineModule]

    @property
    def lessons(self) -> int:
        """How many lessons there are."""
        return sum(len(module.lessons) for module in self.modules)

    @property
    def minutes(self) -> int:
        """How long they take."""
        return sum(module.minutes for module in self.modules)


class Looks(Protocol):
    """What a block may ask for while it is drawn."""

    def ticket(self, key: str) -> Ticket | None:
        """The offer, unless it is gone or has no price."""
        ...

    def syllabus(self, key: str) -> Syllabus | None:
        """The course, unless it is gone."""
        ...


@dataclass
class Shelf:
    """The offers and courses that a page's blocks name."""

    offer_keys: set[str] = field(default_factory=set)
    course_keys: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, raw: Iterable[Any]) -> "Shelf":
        """The shelf for a StreamField's raw data."""
        named = list(_named(raw))
        return cls({key for name, key in named if name == "offer"}, {key for name, key in named if name == "course"})

    @cached_property
    def _tickets(self) -> dict[str, Ticket]:
        if not self.offer_keys:
            return {}
        found = Price.objects.active().filter(offer__key__in=self.offer_keys).select_related("offer")
        return {str(p.offer.key): Ticket(p.offer.title, p.offer.slug, p.money, p.offer.is_live) for p in found}

    @cached_property
    def _syllabuses(self) -> dict[str, Syllabus]:
        if not self.course_keys:
            return {}
        courses = list(Course.objects.filter(key__in=self.course_keys))
        modules = outlines(courses)
        return {str(course.key): Syllabus(course, modules[course.pk]) for course in courses}

    def ticket(self, key: str) -> Ticket | None:
        """The offer, unless it is gone or has no price."""
        return self._tickets.get(key)

    def syllabus(self, key: str) -> Syllabus | None:
        """The course, unless it is gone."""
        return self._syllabuses.get(key)


class SampleShelf:
    """Stands in where a block is shown before it is used."""

    def ticket(self, key: str) -> Ticket | None:
        """An offer at a price people pay."""
        return Ticket("", "", Money(49000, "USD"))

    def syllabus(self, key: str) -> Syllabus | None:
        """No course: the block shows its own lines."""
        return None


def _named(raw: Any) -> Iterator[tuple[str, str]]:
    """Every offer and course named anywhere inside."""
    if isinstance(raw, dict):
        for name, value in raw.items():
            if name in ("offer", "course") and isinstance(value, str):
                yield from [(name, value)] if _KEY.fullmatch(value) else []
            else:
                yield from _named(value)
    elif isinstance(raw, Iterable) and not isinstance(raw, str):
        for item in raw:
            yield from _named(item)
