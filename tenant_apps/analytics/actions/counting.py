"""From rows that changed to counters, each change once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import connection, transaction

from marque.kit.facts.outbox import publish_all
from tenant_apps.analytics.events import LessonsTouched
from tenant_apps.analytics.models import (
    AnswerCount,
    BlockFilmCount,
    ChoiceCount,
    DrawnChoiceCount,
    DrawnCount,
    FilmCount,
    LessonCount,
    PlaceCount,
)
from tenant_apps.analytics.statements import attempts, blocks, cohorts, lessons

BATCH = 5_000
# learners whose cohort changed: with each goes all that they ever did in the course
MOVED = 50
TOLD_AT_ONCE = 500


@dataclass(frozen=True)
class Source:
    """Rows that are counted: those due with the statement that marks them, what was counted, of everybody and of those
    who moved to another cohort, and what it goes into.

    `told` are lists of their ids by their names in the fact that tells of the counted batch.
    """

    due: str
    mark: str
    counted: str
    moved: str
    into: tuple[str, ...]
    told: Mapping[str, str] = field(default_factory=dict)


SOURCES = (
    Source(
        lessons.DUE_PLACES, lessons.MARK_PLACES, lessons.COUNTED_PLACES, lessons.MOVED_PLACES, tuple(lessons.PLACES)
    ),
    Source(
        lessons.DUE_LESSONS,
        lessons.MARK_LESSONS,
        lessons.COUNTED_LESSONS,
        lessons.MOVED_LESSONS,
        tuple(lessons.LESSONS),
        lessons.TOLD_LESSONS,
    ),
    Source(
        blocks.DUE_FILMS,
        blocks.MARK_FILMS,
        blocks.COUNTED_FILMS,
        blocks.MOVED_FILMS,
        tuple(blocks.FILMS),
        blocks.TOLD_FILMS,
    ),
    Source(
        attempts.DUE_ATTEMPTS,
        attempts.MARK_ATTEMPTS,
        attempts.COUNTED_ATTEMPTS,
        attempts.MOVED_ATTEMPTS,
        tuple(attempts.ATTEMPTS),
    ),
    Source(
        attempts.DUE_DRAWING,
        attempts.MARK_DRAWING,
        attempts.COUNTED_DRAWING,
        attempts.MOVED_DRAWING,
        tuple(attempts.DRAWING),
    ),
)
COUNTERS = (PlaceCount, LessonCount, FilmCount, BlockFilmCount, AnswerCount, ChoiceCount, DrawnCount, DrawnChoiceCount)


def count_due() -> int:
    """Count what changed since it was last counted, a batch of each kind; returns how many rows, 0 when all is done."""
    return _move() + sum(_count(source) for source in SOURCES)


@transaction.atomic
def count_again() -> None:
    """Make every counter again from what was counted; what is still due stays due. The numbers are the same.

    A change of cohort that was not noted is due after it.
    """
    with connection.cursor() as cursor:
        _hold(cursor)
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(cohorts.UNNOTED)
    for model in COUNTERS:
        model.objects.all()._raw_delete("default")  # type: ignore[attr-defined]
    for source in SOURCES:
        with connection.cursor() as cursor:
            cursor.execute(_statement(source.counted, source.into))


@transaction.atomic
def _move() -> int:
    """Take what was counted of learners whose cohort changed out of the old one, and put it into the new."""
    with connection.cursor() as cursor:
        _hold(cursor)
        cursor.execute(cohorts.DUE, [MOVED])
        due = [pk for (pk,) in cursor.fetchall()]
        # in a statement after the one that waits for the rows, which would not see what was committed meanwhile
        cursor.execute(cohorts.SETTLE, [due])
        moved = [row for row in cursor.fetchall() if row[1] != row[2]]
        for source in SOURCES if moved else ():
            columns = [list(column) for column in zip(*moved, strict=True)]
            cursor.execute(_statement(source.moved, source.into), columns)
    return len(due)


@transaction.atomic
def _count(source: Source) -> int:
    with connection.cursor() as cursor:
        _hold(cursor)
        cursor.execute(_statement(source.due, (source.mark, *source.into), tuple(source.told.values())), [BATCH])
        counted, *told = cursor.fetchone()
    if any(told):
        _tell(dict(zip(source.told, told, strict=True)))
    return int(counted)


def _tell(lists: dict[str, list[int]]) -> None:
    """Say what learners did, in the transaction that counted it: so often, and no more, as it was counted."""
    starts = range(0, max(map(len, lists.values())), TOLD_AT_ONCE)
    parts = ({name: rows[start : start + TOLD_AT_ONCE] for name, rows in lists.items()} for start in starts)
    publish_all([LessonsTouched(**part) for part in parts])


def _hold(cursor: object) -> None:
    """One at a time in a business: two that add to the same counters would wait for each other crosswise."""
    cursor.execute(  # type: ignore[attr-defined]
        "SELECT pg_advisory_xact_lock(hashtextextended('analytics.' || current_schema(), 0))"
    )


def _statement(rows: str, steps: tuple[str, ...], told: tuple[str, ...] = ()) -> str:
    parts = [f"due AS MATERIALIZED ({rows})", *(f"step_{n} AS ({step})" for n, step in enumerate(steps))]
    shown = ", ".join(("count(*)", *told))
    return f"WITH {', '.join(parts)} SELECT {shown} FROM due"  # noqa: S608  (constants)
