"""Opening and finishing lessons."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from tenant_apps.courses.models import Lesson
from tenant_apps.learning.actions.films import films_left, hear
from tenant_apps.learning.actions.refusals import EnrolmentOver, NotInThisCourse
from tenant_apps.learning.actions.unlocking import look_elsewhere
from tenant_apps.learning.actions.watching import require_watched
from tenant_apps.learning.drip.deciding import Standing
from tenant_apps.learning.drip.standing import standing_of
from tenant_apps.learning.events import CourseCompleted, LessonCompleted
from tenant_apps.learning.models import Enrolment, LessonProgress, LessonScore
from tenant_apps.learning.played import Spans
from tenant_apps.learning.still_met import is_met


class LessonLocked(Refused):
    """Too early."""

    message = _("This lesson is not open yet.")

    def __init__(self, standing: Standing) -> None:
        super().__init__()
        self.standing, self.opens_at = standing, standing.at


@transaction.atomic
def open_lesson(*, enrolment: Enrolment, lesson: Lesson, by: Any = None, now: datetime | None = None) -> LessonProgress:
    """Let a learner into a lesson, and remember that it was opened: it never locks again."""
    at = now or clock_now()
    progress = LessonProgress.objects.filter(enrolment=enrolment, lesson=lesson).first()
    _check_door(enrolment, lesson, progress, at)
    if progress is None:
        progress, _created = LessonProgress.objects.get_or_create(
            enrolment=enrolment, lesson=lesson, defaults={"first_opened_at": at, "touched_at": at}
        )
        visit(enrolment=enrolment, now=at)
    else:
        LessonProgress.objects.filter(pk=progress.pk).update(touched_at=at)
    if progress.completed_at is not None:
        # the lessons that were left may have gone from the outline since
        _finish_course(enrolment, at)
    return progress


@transaction.atomic
def complete_lesson(*, enrolment: Enrolment, lesson: Lesson, by: Any = None, now: datetime | None = None) -> bool:
    """Finish a lesson, and the course with the last one. True the first time; twice changes nothing."""
    at = now or clock_now()
    # two last lessons finished at once must see each other, so the enrolment's row is held
    enrolment = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    progress = open_lesson(enrolment=enrolment, lesson=lesson, by=by, now=at)
    if progress.completed_at is None:
        require_watched(lesson, progress)
    if not LessonProgress.objects.filter(pk=progress.pk, completed_at=None).update(completed_at=at, to_count=True):
        return False
    publish(LessonCompleted(**_ids(enrolment), lesson_id=lesson.pk))
    Enrolment.objects.filter(pk=enrolment.pk).update(look_at=at)
    _finish_course(enrolment, at)
    return True


@transaction.atomic
def finish_when_watched(*, enrolment: Enrolment, lesson: Lesson, by: Any = None, now: datetime | None = None) -> bool:
    """What a lesson asks for by its kind is done: finish it, at once or when the films on its page were watched.

    True where it is finished now. Raises what `complete_lesson` raises but for such films.
    """
    at = now or clock_now()
    # whoever reports the last seconds of a film at this moment waits, or is waited for
    enrolment = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    progress = open_lesson(enrolment=enrolment, lesson=lesson, by=by, now=at)
    if progress.completed_at is not None or not films_left(lesson, progress):
        return complete_lesson(enrolment=enrolment, lesson=lesson, by=by, now=at)
    unsaid = Q(met_at=None) | ~Q(met_kind=lesson.kind)
    LessonProgress.objects.filter(unsaid, pk=progress.pk).update(met_at=at, met_kind=lesson.kind)
    return False


@transaction.atomic
def finish_what_waited(*, progress: LessonProgress, now: datetime | None = None) -> bool:
    """Finish a lesson that only waited for films to be watched, once they were. Whether it is finished now."""
    enrolment = Enrolment.objects.select_for_update(no_key=True).get(pk=progress.enrolment_id)
    waiting = LessonProgress.objects.select_related("lesson__module", "lesson__asset")
    found = waiting.filter(pk=progress.pk, completed_at=None, met_at__isnull=False).first()
    if found is None or not enrolment.is_live or found.lesson.is_draft or found.lesson.archived_at is not None:
        return False
    if not is_met(found.lesson, found) or films_left(found.lesson, found):
        return False
    try:
        return complete_lesson(enrolment=enrolment, lesson=found.lesson, by=enrolment.person, now=now)
    except Refused:  # it asks for something else by now, and nobody has said just now that it is done
        return False


@transaction.atomic
def record_block_played(*, key: str, spans: Spans, seconds: int = 0, now: datetime | None = None) -> None:
    """As `record_played`, of the film in a block: add what a player says was played of it, and how far it stands.

    Raises NotInThisCourse or EnrolmentOver. Two queries, but for the report that reaches what the lesson asks for.
    """
    at = now or clock_now()
    row, is_enough = hear(key=key, spans=spans, seconds=seconds, at=at)
    if is_enough:
        finish_what_waited(progress=row.progress, now=at)


@transaction.atomic
def record_score(*, enrolment: Enrolment, lesson: Lesson, score: int, now: datetime | None = None) -> bool:
    """Keep a score in percent that is better than any before; False for one that is not."""
    at = now or clock_now()
    Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    if LessonScore.objects.filter(enrolment=enrolment, lesson=lesson, score__gte=score).exists():
        return False
    LessonScore.objects.create(enrolment=enrolment, lesson=lesson, score=score, reached_at=at)
    Enrolment.objects.filter(pk=enrolment.pk).update(look_at=at)
    look_elsewhere(person_id=enrolment.person_id, lesson=lesson, now=at)
    return True


def visit(*, enrolment: Enrolment, now: datetime | None = None) -> None:
    """Note the first time a learner looks into the course."""
    if enrolment.visited_at is not None:
        return
    at = now or clock_now()
    if Enrolment.objects.filter(pk=enrolment.pk, visited_at=None).update(visited_at=at, look_at=at):
        enrolment.visited_at = at


def _check_door(enrolment: Enrolment, lesson: Lesson, progress: LessonProgress | None, at: datetime) -> None:
    if lesson.course_id != enrolment.course_id or lesson.archived_at is not None or lesson.is_draft:
        raise NotInThisCourse
    if not enrolment.is_live:
        raise EnrolmentOver
    is_ruled = enrolment.awaits or lesson.release is not None or lesson.module.release is not None
    if progress is None and is_ruled and not lesson.is_preview:
        standing = standing_of(enrolment, lesson, at)
        if not standing.is_open:
            raise LessonLocked(standing)


def _finish_course(enrolment: Enrolment, at: datetime) -> None:
    if enrolment.completed_at is not None or not _nothing_left(enrolment):
        return
    if Enrolment.objects.filter(pk=enrolment.pk, completed_at=None).update(completed_at=at, to_count=True):
        publish(CourseCompleted(**_ids(enrolment)))


def _ids(enrolment: Enrolment) -> dict[str, int]:
    return {"enrolment_id": enrolment.pk, "person_id": enrolment.person_id, "course_id": enrolment.course_id}


def _nothing_left(enrolment: Enrolment) -> bool:
    done = LessonProgress.objects.filter(enrolment=enrolment, completed_at__isnull=False).values("lesson_id")
    return not Lesson.objects.published().filter(course_id=enrolment.course_id).exclude(pk__in=done).exists()
