"""Circles among the rules of a course as it is, with those of the courses it waits for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenant_apps.courses import rules
from tenant_apps.courses.circles import Graph, Laid
from tenant_apps.courses.models import Course, Lesson, Module
from tenant_apps.courses.queries import outline, prerequisites_of

Instead = dict[tuple[type, int], rules.Group | None]
# the keys of what a whole course waits for beside its prerequisites, by its primary key
More = dict[int, list[str]]


def circle_of(part: Module | Lesson, rule: rules.Group | None) -> list[str]:
    """The titles along a circle this rule would close; empty when it closes none."""
    laid = _laid(Course.objects.get(pk=part.course_id), {(type(part), part.pk): rule})
    return Graph(laid).circle(("lesson" if isinstance(part, Lesson) else "module", str(part.key)))


def circle_in(course: Course) -> list[str]:
    """The titles along a circle that goes through this course as it is; empty when there is none."""
    laid = _laid(course, {})
    graph = Graph(laid)
    own = [("course", str(course.key))]
    own += [("lesson", one.key) for module in laid[0].parts for one in module.parts]
    own += [("module", module.key) for module in laid[0].parts]
    return next((circle for node in own if (circle := graph.circle(node))), [])


def circle_among(after: dict[Course, list[Course]]) -> list[str]:
    """The titles along a circle among courses that open after these as well; empty when there is none."""
    more = {each.pk: [str(one.key) for one in before] for each, before in after.items()}
    return Graph(_read(list(after), {}, more)).any_circle()


def _laid(course: Course, instead: Instead) -> list[Laid]:
    """The course, and all that it waits for, whatever those wait for."""
    return _read([course], instead, {})


def _read(courses: list[Course], instead: Instead, more: More) -> list[Laid]:
    found = {str(each.key): _outlined(each, instead, more) for each in courses}
    while unread := ({key for each in found.values() for key in _named(each)} | _homes(found.values())) - set(found):
        next_ones = {str(each.key): _outlined(each, instead, more) for each in Course.objects.filter(key__in=unread)}
        found |= {key: next_ones.get(key, Laid(key, "")) for key in unread}
    return list(found.values())


def _outlined(course: Course, instead: Instead, more: More) -> Laid:
    def part(row: Module | Lesson, parts: tuple[Laid, ...] = ()) -> Laid:
        rule = instead.get((type(row), row.pk), row.rule)
        return Laid(str(row.key), row.title, rule, parts)

    modules = (
        part(branch.module, tuple(part(one) for one in branch.lessons)) for branch in outline(course, drafts=True)
    )
    first = [str(each.key) for each in prerequisites_of(course)] + more.get(course.pk, [])
    return Laid(str(course.key), course.title, rules.after_courses(first), tuple(modules))


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
