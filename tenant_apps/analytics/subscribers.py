"""What ends an occasion to write."""

from __future__ import annotations

from marque.kit.facts.registry import subscribe
from tenant_apps.analytics import actions
from tenant_apps.analytics.models import Risk
from tenant_apps.assessments.events import GradeSet
from tenant_apps.learning.events import CourseCompleted, EnrolmentEnded, LessonCompleted
from tenant_apps.learning.models import Enrolment


@subscribe(LessonCompleted)
def look_at_who_moved_on(fact: LessonCompleted) -> None:
    """They are not stuck any more."""
    _look(fact.enrolment_id)


@subscribe(GradeSet)
def look_at_who_was_graded(fact: GradeSet) -> None:
    """They may have passed what they failed."""
    _look(fact.enrolment_id)


@subscribe(CourseCompleted)
def look_at_who_finished(fact: CourseCompleted) -> None:
    """Who finished is not at risk."""
    _look(fact.enrolment_id)


@subscribe(EnrolmentEnded)
def look_at_who_left(fact: EnrolmentEnded) -> None:
    """Who has no place any more is nobody to write to."""
    _look(fact.enrolment_id)


def _look(pk: int) -> None:
    if Risk.objects.filter(enrolment_id=pk, ended_at=None).exists():
        found = Enrolment.objects.select_related("course", "person", "pace", "place__cohort").get(pk=pk)
        actions.look_at_one(enrolment=found)
