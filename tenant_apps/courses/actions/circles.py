"""Circles among the rules of courses as they are, with what those wait for: prerequisites, and orders of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.db import connection

from tenant_apps.courses import rules
from tenant_apps.courses.circles import Graph, Laid, Node
from tenant_apps.courses.models import Course, Lesson, Module
from tenant_apps.courses.queries import outlines
from tenant_apps.courses.ways import Way, ways

Instead = dict[tuple[type, int], rules.Group | None]


@dataclass(frozen=True)
class Circle:
    """The titles along a circle, and the way on which somebody would be caught in it."""

    titles: list[str]
    way: Way

    def __str__(self) -> str:
        return " → ".join(self.titles)


def take_turns() -> None:
    """Hold back, until the transaction ends, everybody else who may close a circle: each side sees the other's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('courses.circles.' || current_schema(), 0))")


def circle_of(part: Module | Lesson, rule: rules.Group | None) -> Circle | None:
    """The circle this rule would close for somebody, if it closes one."""
    home = str(Course.objects.only("key").get(pk=part.course_id).key)
    node = ("lesson" if isinstance(part, Lesson) else "module", str(part.key))
    shelf = _Shelf({(type(part), part.pk): rule})
    return shelf.circle([home], [Way(), *ways()], [node])


def circle_in(course: Course) -> Circle | None:
    """A circle through this course as it is now, if there is one."""
    return _Shelf({}).circle([str(course.key)], [Way(), *ways()])


def circle_on(way: Way, courses: Iterable[Course]) -> Circle | None:
    """A circle through one of these courses for whoever comes this way, if there is one."""
    return _Shelf({}).circle([str(each.key) for each in courses], [way])


class _Shelf:
    """Courses as they are, each read once, with another rule instead of one's own."""

    def __init__(self, instead: Instead) -> None:
        self.instead = instead
        self.read: dict[str, Laid] = {}

    def circle(self, start: list[str], tried: Iterable[Way], through: list[Node] | None = None) -> Circle | None:
        """The first circle on one of these ways through these nodes; through anything of the courses, if not said."""
        for way in tried:
            laid = self._reached(set(start), way)
            # a way that none of them stands on leads where it would without
            if way.after and not way.after.keys() & laid.keys():
                continue
            graph = Graph(laid.values())
            nodes = through or [node for key in start for node in _nodes(laid[key])]
            if titles := next((found for node in nodes if (found := graph.circle(node))), None):
                return Circle(titles, way)
        return None

    def _reached(self, keys: set[str], way: Way) -> dict[str, Laid]:
        """These courses as they open this way, and all that they wait for, whatever those wait for."""
        found: dict[str, Laid] = {}
        unread = keys
        while unread:
            self._fetch(unread - self.read.keys())
            found |= {key: _on(self.read[key], way) for key in unread}
            named = {key for each in found.values() for key in _named(each)}
            unread = (named | _homes(found.values())) - found.keys()
        return found

    def _fetch(self, keys: set[str]) -> None:
        self.read |= {key: Laid(key, "") for key in keys}
        courses = list(Course.objects.filter(key__in=keys).prefetch_related("prerequisites__needs")) if keys else []
        trees = outlines(courses, drafts=True) if courses else {}
        for course in courses:
            modules = (
                self._part(branch.module, tuple(self._part(one) for one in branch.lessons))
                for branch in trees[course.pk]
            )
            first = rules.after_courses(sorted(str(row.needs.key) for row in course.prerequisites.all()))
            self.read[str(course.key)] = Laid(str(course.key), course.title, first, tuple(modules))

    def _part(self, row: Module | Lesson, parts: tuple[Laid, ...] = ()) -> Laid:
        return Laid(str(row.key), row.title, self.instead.get((type(row), row.pk), row.rule), parts)


def _on(course: Laid, way: Way) -> Laid:
    """A course as it opens for whoever comes this way."""
    more = way.after.get(course.key, ())
    before = [each.key for each in rules.conditions(course.rule)]
    return replace(course, rule=rules.after_courses([*before, *more])) if more else course


def _nodes(course: Laid) -> Iterator[Node]:
    yield ("course", course.key)
    yield from (("lesson", one.key) for module in course.parts for one in module.parts)
    yield from (("module", module.key) for module in course.parts)


def _named(course: Laid) -> set[str]:
    return {each.key for each in _conditions(course) if each.what == "course"}


def _homes(laid: Iterable[Laid]) -> set[str]:
    """The courses of lessons that are named and stand in none of these."""
    known = {one.key for course in laid for module in course.parts for one in module.parts}
    away = {each.key for course in laid for each in _conditions(course) if each.names_lesson} - known
    homes = Lesson.objects.filter(key__in=away).values_list("course__key", flat=True) if away else ()
    return {str(key) for key in homes}


def _conditions(course: Laid) -> Iterator[rules.Condition]:
    for part in (course, *(part for module in course.parts for part in (module, *module.parts))):
        yield from rules.conditions(part.rule)
