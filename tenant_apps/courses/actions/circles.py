"""Rules that wait for each other in a circle, so that nobody ever gets in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tenant_apps.courses import rules
from tenant_apps.courses.models import Course, Lesson, Module
from tenant_apps.courses.queries import OutlineModule, outline

Node = tuple[str, str]


@dataclass(frozen=True)
class _Needs:
    """All of these come to pass before, or any of them."""

    mode: str
    parts: tuple[_Needs | Node, ...]


# days and dates come to pass by themselves
_BY_ITSELF = _Needs("all", ())


def circle_of(part: Module | Lesson, rule: rules.Group | None) -> list[str]:
    """The titles along a circle this rule would close; empty when it closes none."""
    return _Graph(Course.objects.get(pk=part.course_id), {(type(part), part.pk): rule}).circle(_node(part))


def circle_in(course: Course) -> list[str]:
    """The titles along a circle that goes through this course as it is; empty when there is none."""
    graph = _Graph(course, {})
    branches = outline(course)
    own = [_node(each) for branch in branches for each in branch.lessons]
    own += [_node(branch.module) for branch in branches]
    return next((circle for node in own if (circle := graph.circle(node))), [])


class _Graph:
    """What needs what, of a course and of those its rules name."""

    def __init__(self, course: Course, instead: dict[tuple[type, int], rules.Group | None]) -> None:
        self.instead = instead
        self.needs: dict[Node, _Needs] = {}
        self.titles: dict[Node, str] = {}
        self._read([course])
        self.stuck = self._never()

    def circle(self, start: Node) -> list[str]:
        """Depth first among what never comes to pass, from the part back to itself."""
        trail: list[Node] = [start]
        seen: set[Node] = set()

        def reach(node: Node) -> bool:
            for after in sorted(set(_leaves(self.needs[node])) & self.stuck):
                if after == start:
                    return True
                if after not in seen:
                    seen.add(after)
                    trail.append(after)
                    if reach(after):
                        return True
                    trail.pop()
            return False

        if start not in self.stuck or not reach(start):
            return []
        return [self.titles.get(node, "") for node in (*trail, start)]

    def _never(self) -> set[Node]:
        """What is left when everything came to pass that can."""
        left = set(self.needs)
        while fulfilled := {node for node in left if self._holds(self.needs[node], left)}:
            left -= fulfilled
        return left

    def _holds(self, needs: _Needs | Node, left: set[Node]) -> bool:
        if not isinstance(needs, _Needs):
            return needs not in left
        held = [self._holds(part, left) for part in needs.parts]
        return all(held) if needs.mode == "all" or not held else any(held)

    def _read(self, courses: Iterable[Course]) -> None:
        for course in courses:
            self._read_course(course)
        named = {leaf[1] for needs in self.needs.values() for leaf in _leaves(needs) if leaf[0] == "course"}
        unread = {key for key in named if ("course", key) not in self.needs}
        if more := list(Course.objects.filter(key__in=unread)) if unread else []:
            self._read(more)

    def _read_course(self, course: Course) -> None:
        branches = outline(course)
        whole = ("course", str(course.key))
        self.titles[whole] = course.title
        self.needs[whole] = _Needs("all", tuple(_node(one) for branch in branches for one in branch.lessons))
        before: OutlineModule | None = None
        last: Lesson | None = None
        for branch in branches:
            home = _node(branch.module)
            self.titles[home] = branch.module.title
            self.needs[home] = self._of(branch.module, before.module if before else None)
            for one in branch.lessons:
                self.titles[_node(one)] = one.title
                # in a module that has to open before
                self.needs[_node(one)] = _Needs("all", (home, self._of(one, last)))
                last = one
            # finished are modules by their lessons
            self.titles["done", home[1]] = branch.module.title
            self.needs["done", home[1]] = _Needs("all", tuple(_node(one) for one in branch.lessons))
            before = branch

    def _of(self, part: Module | Lesson, before: Module | Lesson | None) -> _Needs:
        rule = self.instead.get((type(part), part.pk), part.rule)
        return _needs(rule, before) if rule is not None else _BY_ITSELF


def _needs(rule: rules.Group, before: Module | Lesson | None) -> _Needs:
    return _Needs(
        rule.mode,
        tuple(_needs(part, before) if isinstance(part, rules.Group) else _leaf(part, before) for part in rule.parts),
    )


def _leaf(each: rules.Condition, before: Module | Lesson | None) -> _Needs | Node:
    if each.when == "released" and before is not None:
        return _node(before)
    if each.when == "scored":
        return ("lesson", each.key)
    if each.when == "completed":
        return ("done" if each.what == "module" else each.what, each.key)
    return _BY_ITSELF


def _leaves(needs: _Needs | Node) -> Iterator[Node]:
    if not isinstance(needs, _Needs):
        yield needs
        return
    for part in needs.parts:
        yield from _leaves(part)


def _node(part: Module | Lesson) -> Node:
    return ("lesson" if isinstance(part, Lesson) else "module", str(part.key))
