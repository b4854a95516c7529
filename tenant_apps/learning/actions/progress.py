"""Opening and finishing lessons."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from tenant_apps.courses.models import Lesson
from tenant_apps.learning import release
from tenant_apps.learning.actions.refusals import EnrolmentOver, NotInThisCourse
from tenant_apps.learning.actions.watching import require_watched
from tenant_apps.learning.events import CourseCompleted, LessonCompleted
from tenant_apps.learning.models import Enrolment, LessonProgress


class LessonLocked(Refused):
    """Too early."""

    message = _("This lesson is not open yet.")

    def __init__(self, opens_at: datetime) -> None:
        super().__init__()
        self.opens_at = opens_at


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
    if not LessonProgress.objects.filter(pk=progress.pk, completed_at=None).update(completed_at=at):
        return False
    publish(LessonCompleted(**_ids(enrolment), lesson_id=lesson.pk))
    _finish_course(enrolment, at)
    return True


def _check_door(enrolment: Enrolment, lesson: Lesson, progress: LessonProgress | None, at: datetime) -> None:
    if lesson.course_id != enrolment.course_id or lesson.archived_at is not None:
        raise NotInThisCourse
    if not enrolment.is_live:
        raise EnrolmentOver
    if progress is None and (opens_at := release.opens_at(enrolment, lesson.module, lesson)) > at:
        raise LessonLocked(opens_at)


def _finish_course(enrolment: Enrolment, at: datetime) -> None:
    if enrolment.completed_at is not None or not _nothing_left(enrolment):
        return
    if Enrolment.objects.filter(pk=enrolment.pk, completed_at=None).update(completed_at=at):
        publish(CourseCompleted(**_ids(enrolment)))


def _ids(enrolment: Enrolment) -> dict[str, int]:
    return {"enrolment_id": enrolment.pk, "person_id": enrolment.person_id, "course_id": enrolment.course_id}


def _nothing_left(enrolment: Enrolment) -> bool:
    done = LessonProgress.objects.filter(enrolment=enrolment, completed_at__isnull=False).values("lesson_id")
    return not Lesson.objects.live().filter(course_id=enrolment.course_id).exclude(pk__in=done).exists()
