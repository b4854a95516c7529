"""What another rule would do to whom, before it is saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from psycopg import sql

from marque.kit.clock import now as clock_now
from tenant_apps.courses import queries as courses
from tenant_apps.courses.actions import rule_kept
from tenant_apps.courses.models import Course, Lesson, Module
from tenant_apps.courses.rules import Group
from tenant_apps.learning.drip.bulk import Bulk
from tenant_apps.learning.drip.plan import CoursePlan, lay
from tenant_apps.learning.models import Enrolment

BATCH = 2_000
# beyond these many learners the page says of how many it speaks
MOST = 20_000
SHOWN = 25
_DIFFERENCE = sql.SQL(
    "SELECT o.enrolment_id, o.lesson_id, NULLIF(o.at, 'infinity') AS before, NULLIF(n.at, 'infinity') AS after,"
    " o.at <= {now} AS was_open, n.at <= {now} AS is_open, o.at < n.at AS is_later"
    " FROM ({before}) AS o JOIN ({after}) AS n ON o.enrolment_id = n.enrolment_id AND o.lesson_id = n.lesson_id"
    " WHERE o.at <> n.at AND NOT (o.at <= {now} AND n.at <= {now})"
)
_COUNT = sql.SQL(
    "SELECT count(*) FILTER (WHERE is_open), count(*) FILTER (WHERE was_open),"
    " count(*) FILTER (WHERE is_later AND NOT was_open), count(*) FILTER (WHERE NOT is_later AND NOT is_open),"
    " count(DISTINCT enrolment_id) FROM ({difference}) AS found"
)
_LIST = sql.SQL("SELECT * FROM ({difference}) AS found ORDER BY enrolment_id, lesson_id LIMIT {most}")


@dataclass(frozen=True)
class Change:
    """One lesson of one learner that opens at another moment; None is a day nobody knows."""

    enrolment: Enrolment
    lesson: Lesson
    before: datetime | None
    after: datetime | None
    was_open: bool
    is_open: bool


@dataclass
class Simulation:
    """How many lessons of learners open at once, close, open later or earlier; and some of them by name."""

    learners: int = 0
    of: int = 0
    opens: int = 0
    closes: int = 0
    later: int = 0
    earlier: int = 0
    is_cut: bool = False
    changes: list[Change] = field(default_factory=list)
    # where the next page begins
    more: int | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether everybody's lessons open as before."""
        return not self.learners


def simulate(*, part: Module | Lesson, rule: Group | None, after: int = 0, now: datetime | None = None) -> Simulation:
    """Try on everybody in the course what `set_rule` would be given; names begin behind the enrolment `after`."""
    at = now or clock_now()
    course = Course.objects.get(pk=part.course_id)
    tree = courses.outline(course)
    plans = lay(course, tree), lay(course, tree, {(type(part), part.pk): rule_kept(part, rule)}, at)
    found, rows = Simulation(), list[Any]()
    has_rules = any(plan.ruled for plan in plans)
    live = Enrolment.objects.live().filter(course=course).order_by("pk")
    last = 0
    while found.of < MOST:
        batch = list(live.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH])
        if not batch:
            break
        last = batch[-1]
        found.of += len(batch)
        if not has_rules:
            continue
        _count(found, _difference(plans, batch, at))
        named = [pk for pk in batch if pk > after]
        if named and len(rows) <= SHOWN:
            rows += _rows(_difference(plans, named, at), SHOWN + 1 - len(rows))
    found.is_cut = found.of >= MOST and live.filter(pk__gt=last).exists()
    _name(found, rows)
    return found


def _difference(plans: tuple[CoursePlan, CoursePlan], enrolments: list[int], at: datetime) -> sql.Composed:
    # what one of them keeps has its moment in the other, too: it may wait for a course, or be paused
    asked = {part.pk for plan in plans for part in plan.ruled}
    before, after = (Bulk(plan, enrolments, asked).moments() for plan in plans)
    return _DIFFERENCE.format(now=sql.Literal(at), before=before, after=after)


def _count(found: Simulation, difference: sql.Composed) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(difference=difference).as_string(cursor.connection))
        opens, closes, later, earlier, learners = cursor.fetchone()
    found.opens, found.closes = found.opens + opens, found.closes + closes
    found.later, found.earlier = found.later + later, found.earlier + earlier
    found.learners += learners


def _rows(difference: sql.Composed, most: int) -> list[Any]:
    with connection.cursor() as cursor:
        query = _LIST.format(difference=difference, most=sql.Literal(most))
        cursor.execute(query.as_string(cursor.connection))
        return cursor.fetchall()


def _name(found: Simulation, rows: list[Any]) -> None:
    """The first so many, whole learners at a time."""
    if len(rows) > SHOWN:
        whole = [row for row in rows[:SHOWN] if row[0] != rows[SHOWN][0]] or rows[:SHOWN]
        rows, found.more = whole, whole[-1][0]
    people = Enrolment.objects.select_related("person", "course").in_bulk({row[0] for row in rows})
    lessons = Lesson.objects.defer("body").in_bulk({row[1] for row in rows})
    found.changes = [
        Change(people[pk], lessons[lesson], before, after, was_open, is_open)
        for pk, lesson, before, after, was_open, is_open, _later in rows
    ]
