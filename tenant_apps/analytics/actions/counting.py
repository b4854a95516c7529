"""From rows that changed to counters, each change once."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction

from marque.kit.facts.outbox import publish_all
from tenant_apps.analytics import statements as text
from tenant_apps.analytics.events import LessonsTouched
from tenant_apps.analytics.models import (
    AnswerCount,
    ChoiceCount,
    DrawnChoiceCount,
    DrawnCount,
    FilmCount,
    LessonCount,
    PlaceCount,
)

BATCH = 5_000
TOLD_AT_ONCE = 500


@dataclass(frozen=True)
class Source:
    """Rows that are counted: those due with the statement that marks them, what was counted, and what it goes into.

    `told` are lists of their ids, each of which the counted batch is told by.
    """

    due: str
    mark: str
    counted: str
    into: tuple[str, ...]
    told: tuple[str, ...] = ()


SOURCES = (
    Source(text.DUE_PLACES, text.MARK_PLACES, text.COUNTED_PLACES, tuple(text.PLACES)),
    Source(text.DUE_LESSONS, text.MARK_LESSONS, text.COUNTED_LESSONS, tuple(text.LESSONS), text.TOLD_LESSONS),
    Source(text.DUE_ATTEMPTS, text.MARK_ATTEMPTS, text.COUNTED_ATTEMPTS, tuple(text.ATTEMPTS)),
    Source(text.DUE_DRAWING, text.MARK_DRAWING, text.COUNTED_DRAWING, tuple(text.DRAWING)),
)
COUNTERS = (PlaceCount, LessonCount, FilmCount, AnswerCount, ChoiceCount, DrawnCount, DrawnChoiceCount)


def count_due() -> int:
    """Count what changed since it was last counted, a batch of each kind; returns how many rows, 0 when all is done."""
    return sum(_count(source) for source in SOURCES)


@transaction.atomic
def count_again() -> None:
    """Make every counter again from what was counted; what is still due stays due. The numbers are the same."""
    with connection.cursor() as cursor:
        _hold(cursor)
        cursor.execute("SET LOCAL statement_timeout = 0")
    for model in COUNTERS:
        model.objects.all()._raw_delete("default")  # type: ignore[attr-defined]
    for source in SOURCES:
        with connection.cursor() as cursor:
            cursor.execute(_statement(source.counted, source.into))


@transaction.atomic
def _count(source: Source) -> int:
    with connection.cursor() as cursor:
        _hold(cursor)
        cursor.execute(_statement(source.due, (source.mark, *source.into), source.told), [BATCH])
        counted, *told = cursor.fetchone()
    if any(told):
        _tell(*told)
    return int(counted)


def _tell(*lists: list[int]) -> None:
    """Say what learners did, in the transaction that counted it: so often, and no more, as it was counted."""
    most = max(map(len, lists))
    parts = ([rows[start : start + TOLD_AT_ONCE] for rows in lists] for start in range(0, most, TOLD_AT_ONCE))
    publish_all([LessonsTouched(*part) for part in parts])


def _hold(cursor: object) -> None:
    """One at a time in a business: two that add to the same counters would wait for each other crosswise."""
    cursor.execute(  # type: ignore[attr-defined]
        "SELECT pg_advisory_xact_lock(hashtextextended('analytics.' || current_schema(), 0))"
    )


def _statement(rows: str, steps: tuple[str, ...], told: tuple[str, ...] = ()) -> str:
    parts = [f"due AS MATERIALIZED ({rows})", *(f"step_{n} AS ({step})" for n, step in enumerate(steps))]
    shown = ", ".join(("count(*)", *told))
    return f"WITH {', '.join(parts)} SELECT {shown} FROM due"  # noqa: S608  (constants)
