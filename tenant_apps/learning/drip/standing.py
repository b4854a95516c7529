"""The decision for one learner, read and made."""

from __future__ import annotations

from datetime import datetime

from tenant_apps.courses.models import Lesson
from tenant_apps.learning.drip.deciding import Standing, standings
from tenant_apps.learning.drip.plan import plan_of
from tenant_apps.learning.drip.reading import facts_of
from tenant_apps.learning.models import Enrolment


def standing_of(enrolment: Enrolment, lesson: Lesson, now: datetime) -> Standing:
    """What a live lesson of the course is to this learner."""
    plan = plan_of(lesson.course)
    return standings(plan, facts_of(enrolment, plan), now)[lesson.pk]
