"""Rules that wait for each other in a circle, so that nobody ever gets in: among outlines, wherever they come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tenant_apps.courses import rules

Node = tuple[str, str]


@dataclass(frozen=True)
class Laid:
    """A course with its modules, a module with its lessons, or a lesson: what it is called and when it opens."""

    key: str
    title: str
    rule: rules.Group | None = None
    parts: tuple[Laid, ...] = ()


@dataclass(frozen=True)
class _Needs:
    """All of these come to pass before, or any of them."""

    mode: str
    parts: tuple[_Needs | Node, ...]


# days and dates come to pass by themselves
_BY_ITSELF = _Needs("all", ())


class Graph:
    """What needs what, of some courses."""

    def __init__(self, courses: Iterable[Laid]) -> None:
        self.needs: dict[Node, _Needs] = {}
        self.titles: dict[Node, str] = {}
        for course in courses:
            self._read(course)
        self.stuck = self._never()

    def any_circle(self) -> list[str]:
        """The titles along a circle, wherever there is one; empty when there is none."""
        return next((circle for node in sorted(self.stuck) if (circle := self.circle(node))), [])

    def circle(self, start: Node) -> list[str]:
        """The titles along a circle through a part. Depth first among what never comes to pass."""
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

    def _read(self, course: Laid) -> None:
        whole = ("course", course.key)
        self.titles[whole] = course.title
        gate = _of(course, None)
        lessons = [("lesson", one.key) for module in course.parts for one in module.parts]
        self.needs[whole] = _Needs("all", (gate, *lessons))
        before: Node | None = None
        last: Node | None = None
        for module in course.parts:
            home = ("module", module.key)
            self.titles[home], self.needs[home] = module.title, _of(module, before)
            for one in module.parts:
                node = ("lesson", one.key)
                # in a course and a module that have to open before
                self.titles[node], self.needs[node] = one.title, _Needs("all", (gate, home, _of(one, last)))
                last = node
            # finished are modules by their lessons
            self.titles["done", module.key] = module.title
            self.needs["done", module.key] = _Needs("all", tuple(("lesson", one.key) for one in module.parts))
            before = home


def _of(part: Laid, before: Node | None) -> _Needs:
    return _needs(part.rule, before) if part.rule is not None else _BY_ITSELF


def _needs(rule: rules.Group, before: Node | None) -> _Needs:
    return _Needs(
        rule.mode,
        tuple(_needs(part, before) if isinstance(part, rules.Group) else _leaf(part, before) for part in rule.parts),
    )


def _leaf(each: rules.Condition, before: Node | None) -> _Needs | Node:
    if each.when == "released" and before is not None:
        return before
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
