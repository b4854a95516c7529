"""When a module or a lesson opens: a small tree of conditions, as a value that is written down as JSON.

`{"v": 1, "all": [{"when": "enrolled", "days": 7}, {"any": [{"when": "scored", "key": …, "percent": 80}, …]}]}`
Things of the course are named by their key, so that a copy's rules mean the copy's lessons.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from marque.kit.errors import Refused
from marque.kit.moments import OUTSIDE, YEARS

VERSION = 1
LONGEST_WAIT = 3650
MOST_CONDITIONS = 12
MODES = ("all", "any")
WAITS = ("enrolled", "visited", "released")
KINDS = (*WAITS, "date", "cohort", "completed", "scored")
THINGS = ("lesson", "module", "course")


class ImpossibleRule(Refused):
    """A rule that says nothing, or nothing anybody could fulfil."""

    message = _("This rule cannot be read.")
    field = "release"


@dataclass(frozen=True)
class Condition:
    """One thing that has to come to pass. Which fields mean something depends on `when`."""

    when: str
    days: int = 0
    at: str = ""
    zone: str = ""
    what: str = ""
    key: str = ""
    percent: int = 0

    @property
    def names_lesson(self) -> bool:
        """Whether its key is that of a lesson."""
        return self.when == "scored" or self.what == "lesson"


@dataclass(frozen=True)
class Group:
    """All of these, or any of these."""

    mode: str = "all"
    parts: tuple[Node, ...] = ()


Node = Condition | Group


def read(value: Any) -> Group | None:
    """The rule that was written down; raises ImpossibleRule with what is wrong about it."""
    if value is None:
        return None
    if not isinstance(value, dict) or value.get("v") != VERSION:
        raise ImpossibleRule(_("This rule was written by a version of the engine that is not known here."))
    rule = _group({name: inner for name, inner in value.items() if name != "v"}, depth=1)
    if sum(1 for _condition in conditions(rule)) > MOST_CONDITIONS:
        raise ImpossibleRule(_("A rule holds up to %(most)d conditions."), most=MOST_CONDITIONS)
    return rule


def written(rule: Group | None) -> dict[str, Any] | None:
    """The rule as it is kept."""
    return None if rule is None else {"v": VERSION, **written_node(rule)}


def after_days(days: int | None) -> Group | None:
    """So many days after enrolment, and nothing else."""
    if days is None:
        return None
    return Group("all", (Condition("enrolled", days=days),) if days else ())


def after_courses(keys: Iterable[str]) -> Group | None:
    """Once all of these courses are finished, and nothing else; None where there are none."""
    parts = tuple(Condition("completed", what="course", key=key) for key in keys)
    return Group("all", parts) if parts else None


def days_of(rule: Group | None) -> int | None:
    """The days after enrolment, of a rule that says nothing else; None where it says more."""
    if rule is None or not rule.parts:
        return None if rule is None else 0
    only = rule.parts[0]
    alone = len(rule.parts) == 1 and isinstance(only, Condition) and only.when == "enrolled"
    return only.days if alone else None  # type: ignore[union-attr]


def conditions(rule: Group | None) -> Iterator[Condition]:
    """Every condition of a rule."""
    for part in rule.parts if rule else ():
        if isinstance(part, Group):
            yield from conditions(part)
        else:
            yield part


def in_short(rule: Group | None) -> str:
    """`Day 7`, `Straight away`, `3 conditions`."""
    days = days_of(rule)
    if rule is None or days == 0:
        return _now("Straight away")
    if days is not None:
        return _now("Day %(days)d") % {"days": days}
    many = sum(1 for _condition in conditions(rule))
    return ngettext("%(n)d condition", "%(n)d conditions", many) % {"n": many}


def _group(value: Any, depth: int) -> Group:
    if not isinstance(value, dict) or len(value) != 1 or next(iter(value)) not in MODES:
        raise ImpossibleRule(_("A group of conditions says “all” or “any”."))
    mode, parts = next(iter(value.items()))
    if not isinstance(parts, list) or depth > 2:
        raise ImpossibleRule(_("Groups hold lists of conditions, and a group within a group is as deep as it goes."))
    if depth > 1 and not parts:
        raise ImpossibleRule(_("A group within a rule needs a condition."))
    return Group(mode, tuple(_node(part, depth) for part in parts))


def _node(value: Any, depth: int) -> Node:
    if isinstance(value, dict) and "when" not in value:
        return _group(value, depth + 1)
    return _condition(value)


def _condition(value: Any) -> Condition:
    when = value.get("when") if isinstance(value, dict) else None
    if when not in KINDS:
        raise ImpossibleRule(_("A condition says one of: %(kinds)s."), kinds=", ".join(KINDS))
    if set(value) - {"when"} != set(_FIELDS[when]) - ({"zone"} - set(value)):
        raise ImpossibleRule(_("“%(when)s” goes with: %(fields)s."), when=when, fields=", ".join(_FIELDS[when]))
    made = Condition(**value)
    _check(made)
    return made


_FIELDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(WAITS, ("days",)),
    "date": ("at", "zone"),
    "cohort": ("days",),
    "completed": ("what", "key"),
    "scored": ("key", "percent"),
}


def _check(made: Condition) -> None:
    least = 1 if made.when == "cohort" else 0
    whole = isinstance(made.days, int) and not isinstance(made.days, bool)
    if "days" in _FIELDS[made.when] and not (whole and least <= made.days <= LONGEST_WAIT):
        raise ImpossibleRule(_("Give a number of days between %(least)d and %(most)d."), least=least, most=LONGEST_WAIT)
    if made.when == "scored" and (type(made.percent) is not int or not 1 <= made.percent <= 100):
        raise ImpossibleRule(_("Give a score between 1 and 100 %%."))
    if made.when == "completed" and made.what not in THINGS:
        raise ImpossibleRule(_("Completed is a lesson, a module or a course."))
    if "key" in _FIELDS[made.when]:
        _checked(UUID, made.key, _("A condition names a thing that is not there."))
    if made.when == "date":
        at = _checked(datetime.fromisoformat, made.at, _("Write a date such as 2027-01-31T09:00."))
        if at.tzinfo is not None or len(made.at) != len("2027-01-31T09:00"):
            raise ImpossibleRule(_("Write a date such as 2027-01-31T09:00."))
        if at.year not in YEARS:
            raise ImpossibleRule(OUTSIDE)
        if made.zone != "":
            _checked(ZoneInfo, made.zone, _("There is no such time zone."))


def _checked(reading: Any, text: Any, wrong: Any) -> Any:
    try:
        return reading(text)
    except (ValueError, TypeError, AttributeError, ZoneInfoNotFoundError, OSError) as error:
        raise ImpossibleRule(wrong) from error


def written_node(node: Node) -> dict[str, Any]:
    """A condition or a group as it is kept."""
    if isinstance(node, Group):
        return {node.mode: [written_node(part) for part in node.parts]}
    return {"when": node.when} | {name: getattr(node, name) for name in _FIELDS[node.when]}
