"""What learners watched of the films on a lesson's page, beside the lesson's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection, transaction

from marque.kit.clock import now as clock_now
from tenant_apps.courses.blocks import rows_of
from tenant_apps.courses.models import BLOCKS_PLAYED, Lesson, LessonBlock
from tenant_apps.learning import played
from tenant_apps.learning.actions.believing import LONGEST, heard
from tenant_apps.learning.actions.refusals import EnrolmentOver, NotInThisCourse
from tenant_apps.learning.models import BlockProgress, Enrolment, LessonProgress
from tenant_apps.learning.played import Spans
from tenant_apps.media.hosts import hosted_playback

# a report is one statement that writes, and the lesson was opened now as it is by a report of its own film
_KEEP = """
WITH touched AS (UPDATE learning_lessonprogress SET touched_at = %(heard_at)s WHERE id = %(progress)s)
UPDATE learning_blockprogress SET played = %(played)s, again = %(again)s, position_seconds = %(position_seconds)s,
heard_at = %(heard_at)s, to_count = %(to_count)s WHERE id = %(id)s"""
_spans = BlockProgress._meta.get_field("played").get_prep_value


@dataclass(frozen=True)
class FilmLeft:
    """A film of which more is to be watched, in percent."""

    title: str
    least: int
    seen: int


def open_films(*, progress: LessonProgress, lesson: Lesson, now: datetime | None = None) -> dict[int, BlockProgress]:
    """What this learner saw of each film on the lesson's page, by the numbers of the blocks; new ones begin now, and
    those in whose place there is another film begin anew."""
    films = {block.pk: block.asset.key for block in rows_of(lesson) if block.kind in BLOCKS_PLAYED and block.asset}
    return _opened(progress, films, now or clock_now()) if films else {}


@transaction.atomic
def _opened(progress: LessonProgress, films: dict[int, UUID], at: datetime) -> dict[int, BlockProgress]:
    known = BlockProgress.objects.filter(progress=progress, block__in=films).order_by("block_id")
    found = {row.block_id: row for row in known}
    if missing := [pk for pk in films if pk not in found]:
        rows = [
            BlockProgress(progress=progress, block_id=pk, film=films[pk], first_opened_at=at) for pk in _held(missing)
        ]
        # another tab may have opened them at this moment
        BlockProgress.objects.bulk_create(rows, ignore_conflicts=True)
        found = {row.block_id: row for row in known.all()}
    if others := [row for row in found.values() if row.film != films[row.block_id]]:
        for row in others:
            _begin_anew(row, film=films[row.block_id], at=at)
        found = {row.block_id: row for row in known.all()}
    return found


def hear(*, key: str, spans: Spans, seconds: int, at: datetime) -> tuple[BlockProgress, bool]:
    """Keep a report, inside a transaction; and whether it is the one with which as much was seen as the lesson asks.

    Raises NotInThisCourse or EnrolmentOver. Two queries, but for that one.
    """
    rows = BlockProgress.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("progress__enrolment", "progress__lesson", "block__asset").filter(key=key).first()
    if row is None or row.progress.lesson.archived_at is not None or not _is_of(row, row.block):
        raise NotInThisCourse
    if not row.progress.enrolment.is_live:
        raise EnrolmentOver
    before = percent_of_block(row.block, row)
    changed = heard(row, spans=spans, seconds=seconds, length=block_length(row.block) or LONGEST, at=at)
    row.played = changed["played"]
    is_enough = before < (row.block.least_percent or 0) <= percent_of_block(row.block, row)
    if is_enough:
        # as whatever finishes a lesson: the place is held before what was done in it
        Enrolment.objects.select_for_update(no_key=True).get(pk=row.progress.enrolment_id)
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, changed | {name: _spans(changed[name]) for name in ("played", "again")} | _ids(row))
    return row, is_enough


def films_left(lesson: Lesson, progress: LessonProgress) -> list[FilmLeft]:
    """Films on its page of which the lesson asks for more than was seen; where it asks for none that costs one query,
    or none for a lesson with its blocks at hand."""
    asked = _asked(lesson)
    # nobody can say how much was seen of what has no length; one elsewhere has none until its host tells it
    blocks = [block for block in asked if block_length(block) or (block.asset and block.asset.is_elsewhere)]
    if not blocks:
        return []
    rows = {row.block_id: row for row in BlockProgress.objects.filter(progress=progress, block__in=blocks)}
    seen = [(block, percent_of_block(block, rows.get(block.pk))) for block in blocks]
    left = [(block, n) for block, n in seen if n < (block.least_percent or 0) and not _is_out_of_reach(block)]
    return [FilmLeft(_name(block), block.least_percent or 0, n) for block, n in left]


def _asked(lesson: Lesson) -> list[LessonBlock]:
    if "page_blocks" in getattr(lesson, "_prefetched_objects_cache", {}):
        return [block for block in lesson.page_blocks.all() if block.least_percent is not None]
    return list(LessonBlock.objects.filter(lesson=lesson, least_percent__isnull=False).select_related("asset"))


def percent_of_block(block: LessonBlock, row: BlockProgress | None) -> int:
    """How much of the film in a block was seen."""
    length = block_length(block)
    if row is None or not length or not _is_of(row, block):
        return 0
    return min(100, 100 * played.seconds(row.played) // length)


def block_length(block: LessonBlock) -> int:
    """Seconds, as far as anybody knows."""
    return (block.asset.duration_seconds or 0) if block.asset else 0


def _is_out_of_reach(block: LessonBlock) -> bool:
    """A film whose host is connected no more: nobody can watch it, so nobody is kept waiting for it."""
    if block.asset is None or not block.asset.is_elsewhere or not block_length(block):
        return False
    return hosted_playback(block.asset) is None


def _is_of(row: BlockProgress, block: LessonBlock) -> bool:
    """Whether it was this film, or may have been: a row of the release before does not say."""
    return block.asset is not None and row.film in (None, block.asset.key)


def _begin_anew(row: BlockProgress, *, film: UUID, at: datetime) -> None:
    # another tab may have done it at this moment
    here = BlockProgress.objects.filter(pk=row.pk, film=row.film)
    if row.film is None:
        here.update(film=film)
        return
    # with another key: a page that still plays the old film reports to nobody. What was counted stays beside it, so
    # that a sweep takes the old seconds off its counters (ADR 50)
    nothing: dict[str, Spans] = {"played": [], "again": []}
    here.update(**nothing, film=film, key=uuid4(), position_seconds=0, first_opened_at=at, heard_at=None, to_count=True)


def _ids(row: BlockProgress) -> dict[str, int]:
    return {"id": row.pk, "progress": row.progress_id}


def _name(block: LessonBlock) -> str:
    return block.title or (block.asset.title if block.asset else str(block))


def _held(blocks: list[int]) -> list[int]:
    """Those that are there, and will be until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM courses_lessonblock WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE", [blocks])
        return [pk for (pk,) in cursor.fetchall()]
