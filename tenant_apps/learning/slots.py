"""Room for what higher apps have to show: certificates on the dashboard, notes beside a lesson or above a learner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString

from tenant_apps.learning.models import Enrolment
from tenant_apps.learning.outline import CourseOutline
from tenant_apps.learning.players import Seat
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


_notes: list[Callable[[Enrolment], SafeString]] = []


def learner_note(source: Callable[[Enrolment], SafeString]) -> Callable[[Enrolment], SafeString]:
    """Register a function that has something to say above a learner's lessons, or nothing."""
    if source not in _notes:
        _notes.append(source)
    return source


def notes_on(enrolment: Enrolment) -> list[SafeString]:
    """Everything there is to say."""
    return [note for source in _notes if (note := source(enrolment))]


@dataclass(frozen=True)
class Corner:
    """A template and what it needs."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


_beside: list[Callable[[Seat], Corner | None]] = []
_shown: list[Callable[[Person], Corner | None]] = []
_courses: list[Callable[[CourseOutline], Corner]] = []


def beside_lessons(source: Callable[[Seat], Corner | None]) -> Callable[[Seat], Corner | None]:
    """Register what stands beside a lesson."""
    if source not in _beside:
        _beside.append(source)
    return source


def on_dashboards(source: Callable[[Person], Corner | None]) -> Callable[[Person], Corner | None]:
    """Register what stands at the top of a dashboard."""
    if source not in _shown:
        _shown.append(source)
    return source


def on_courses(source: Callable[[CourseOutline], Corner]) -> Callable[[CourseOutline], Corner]:
    """Register what stands below the title of a learner's course."""
    if source not in _courses:
        _courses.append(source)
    return source


def beside(seat: Seat) -> list[Corner]:
    """Everything that stands beside this lesson for this learner."""
    return [corner for source in _beside if (corner := source(seat)) is not None]


def on_dashboard(person: Person) -> list[Corner]:
    """Everything that stands on this person's dashboard."""
    return [corner for source in _shown if (corner := source(person)) is not None]


def on_course(outline: CourseOutline) -> list[Corner]:
    """Everything that stands below the title of this course."""
    return [source(outline) for source in _courses]
