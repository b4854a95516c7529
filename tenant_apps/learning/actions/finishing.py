"""Courses that are finished because what was left to do has gone from them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Count

from marque.kit.clock import now as clock_now
from marque.kit.facts.outbox import publish, publish_all
from tenant_apps.courses.models import Lesson
from tenant_apps.learning.events import CourseCompleted, FinishersSought
from tenant_apps.learning.models import Enrolment, LessonProgress

BATCH = 500


@transaction.atomic
def finish_who_is_done(*, course_id: int, after: int = 0, most: int = BATCH, now: datetime | None = None) -> int:
    """Finish a course for those of a batch of its learners who have nothing left; returns how many. Safe to repeat.

    A course without lessons finishes nobody.
    """
    at = now or clock_now()
    rows = Enrolment.objects.live().filter(course=course_id, completed_at=None, pk__gt=after).order_by("pk")
    # held before they are counted: a lesson that is being finished meanwhile is one of the finished ones
    held = list(rows.select_for_update(no_key=True).values_list("pk", "person_id")[:most])
    lessons = list(Lesson.objects.published().filter(course=course_id).values_list("pk", flat=True))
    if not lessons:
        return 0
    done = LessonProgress.objects.filter(
        enrolment__in=[pk for pk, _person in held], lesson__in=lessons, completed_at__isnull=False
    )
    counted = done.values("enrolment_id").annotate(many=Count("pk")).filter(many=len(lessons))
    whole = set(counted.values_list("enrolment_id", flat=True))
    Enrolment.objects.filter(pk__in=whole).update(completed_at=at, to_count=True)
    publish_all(
        [CourseCompleted(enrolment_id=pk, person_id=who, course_id=course_id) for pk, who in held if pk in whole]
    )
    if len(held) == most:
        publish(FinishersSought(course_id=course_id, up_to=held[-1][0]))
    return len(whole)
