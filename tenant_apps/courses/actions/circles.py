"""Rules that wait for each other in a circle, so that nobody ever gets in."""

from __future__ import annotations

from collections.abc import Iterator

from tenant_apps.courses import rules
from tenant_apps.courses.models import Course, Lesson, Module
from tenant_apps.courses.queries import OutlineModule, outline

Node = tuple[str, str]


def circle_of(part: Module | Lesson, rule: rules.Group | None) -> list[str]:
    """The titles along a circle this rule would close; empty when it closes none."""
    graph = _Graph(part, rule)
    start = ("lesson" if isinstance(part, Lesson) else "module", str(part.key))
    return graph.circle(start)


class _Graph:
    """Who waits for whom, read a course at a time."""

    def __init__(self, part: Module | Lesson, rule: rules.Group | None) -> None:
        self.part, self.rule = part, rule
        self.waits: dict[Node, set[Node]] = {}
        self.titles: dict[Node, str] = {}
        self._read_course(Course.objects.get(pk=part.course_id))

    def circle(self, start: Node) -> list[str]:
        """Depth first, from the part back to itself."""
        trail: list[Node] = [start]
        seen: set[Node] = set()

        def reach(node: Node) -> bool:
            for after in sorted(self._after(node)):
                if after == start:
                    return True
                if after not in seen:
                    seen.add(after)
                    trail.append(after)
                    if reach(after):
                        return True
                    trail.pop()
            return False

        return [self.titles.get(node, "") for node in (*trail, start)] if reach(start) else []

    def _after(self, node: Node) -> set[Node]:
        if node not in self.waits and node[0] == "course":
            other = Course.objects.filter(key=node[1]).first()
            if other is not None:
                self._read_course(other)
        return self.waits.get(node, set())

    def _read_course(self, course: Course) -> None:
        branches = outline(course)
        whole = ("course", str(course.key))
        self.titles[whole] = course.title
        self.waits[whole] = {_lesson(one) for branch in branches for one in branch.lessons}
        before: OutlineModule | None = None
        last: Lesson | None = None
        for branch in branches:
            home = ("module", str(branch.module.key))
            self.titles[home] = branch.module.title
            self.waits[home] = set(_named(self._rule(branch.module)))
            if before is not None and _after_release(self._rule(branch.module)):
                self.waits[home].add(("module", str(before.module.key)))
            for one in branch.lessons:
                self.titles[_lesson(one)] = one.title
                # in a module that has to open before
                self.waits[_lesson(one)] = {home, *_named(self._rule(one))}
                if last is not None and _after_release(self._rule(one)):
                    self.waits[_lesson(one)].add(_lesson(last))
                last = one
            # finished are modules by their lessons
            self.waits.setdefault(("done", home[1]), set()).update(_lesson(one) for one in branch.lessons)
            before = branch

    def _rule(self, part: Module | Lesson) -> rules.Group | None:
        mine = type(part) is type(self.part) and part.pk == self.part.pk
        return self.rule if mine else part.rule


def _lesson(one: Lesson) -> Node:
    return ("lesson", str(one.key))


def _named(rule: rules.Group | None) -> Iterator[Node]:
    for each in rules.conditions(rule):
        if each.when == "scored":
            yield ("lesson", each.key)
        elif each.when == "completed":
            yield ("done" if each.what == "module" else each.what, each.key)


def _after_release(rule: rules.Group | None) -> bool:
    return any(each.when == "released" for each in rules.conditions(rule))
