"""What learners tick off."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tenant_apps.courses.models import LessonKind
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import Enrolment
from tenant_apps.materials.met import is_every_step_ticked
from tenant_apps.materials.models import Step, StepDone


@transaction.atomic
def tick_step(*, enrolment: Enrolment, step: Step, done: bool, by: Any = None, now: datetime | None = None) -> bool:
    """Tick a step or take the tick back; the last one finishes a lesson that is the project. Whether all are ticked.

    Raises LessonLocked, EnrolmentOver and NotInThisCourse.
    """
    # two last steps ticked at once must see each other
    Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    learning.open_lesson(enrolment=enrolment, lesson=step.lesson, by=by, now=now)
    if not done:
        StepDone.objects.filter(enrolment=enrolment, step=step).delete()
        return False
    StepDone.objects.get_or_create(enrolment=enrolment, step=step)
    if not is_every_step_ticked(step.lesson, enrolment):
        return False
    if step.lesson.kind == LessonKind.PROJECT:
        learning.finish_when_watched(enrolment=enrolment, lesson=step.lesson, by=by, now=now)
    return True
