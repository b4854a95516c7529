"""What counts how much, and grades that are set by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.assessments.actions.closing import hold_enrolments
from tenant_apps.assessments.actions.finishing import finish_lesson
from tenant_apps.assessments.events import GradeSet
from tenant_apps.assessments.models import Assignment, GradeOverride, GradeWeight, Quiz
from tenant_apps.courses.models import SCORED, Lesson, LessonKind
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import Enrolment


class BadWeight(Refused):
    """Out of reach."""

    message = _("A weight is a number from 0 to 100.")


class BadGrade(Refused):
    """Not a share, or nothing that is graded."""

    message = _("A grade is a number from 0 to 100.")
    field = "score"


class ReasonNeeded(Refused):
    """Somebody will ask."""

    message = _("Say why: it is kept with the grade.")
    field = "reason"


@transaction.atomic
def weigh(*, weights: Mapping[Lesson, int], by: Any = None) -> None:
    """Say how much each lesson counts beside the others; raises BadWeight."""
    if any(not 0 <= weight <= 100 for weight in weights.values()):
        raise BadWeight
    for lesson, weight in weights.items():
        GradeWeight.objects.update_or_create(lesson=lesson, defaults={"weight": weight})


@transaction.atomic
def set_grade(
    *, enrolment: Enrolment, lesson: Lesson, score: int, reason: str, by: Any, now: datetime | None = None
) -> GradeOverride:
    """Set a grade in place of what was reached. A better one opens what waits for it, as a score does; one that passes
    finishes the lesson.

    Raises BadGrade and ReasonNeeded.
    """
    at, why = now or clock_now(), reason.strip()[:300]
    if not 0 <= score <= 100 or lesson.course_id != enrolment.course_id or lesson.kind not in SCORED:
        raise BadGrade
    if not why:
        raise ReasonNeeded
    hold_enrolments().get(pk=enrolment.pk)
    told = {"score": score, "reason": why, "set_at": at, "set_by": by}
    grade, _made = GradeOverride.objects.update_or_create(enrolment=enrolment, lesson=lesson, defaults=told)
    learning.record_score(enrolment=enrolment, lesson=lesson, score=score, now=at)
    mark = _pass_mark(lesson)
    passed = mark is not None and score >= mark
    about = {"enrolment_id": enrolment.pk, "person_id": enrolment.person_id, "lesson_id": lesson.pk}
    publish(GradeSet(**about, score=score, passed=passed))
    _record("assessments.grade_set", grade, by, why)
    if passed:
        finish_lesson(enrolment=enrolment, lesson=lesson, by=by, now=at)
    return grade


@transaction.atomic
def clear_grade(*, enrolment: Enrolment, lesson: Lesson, by: Any) -> None:
    """Let what was reached count again. Twice changes nothing; what has opened stays open."""
    hold_enrolments().get(pk=enrolment.pk)
    grade = GradeOverride.objects.filter(enrolment=enrolment, lesson=lesson).first()
    if grade is not None:
        _record("assessments.grade_cleared", grade, by, "")
        grade.delete()


def _pass_mark(lesson: Lesson) -> int | None:
    """None where no number passes: a package says itself when it is done."""
    model = Quiz if lesson.kind == LessonKind.QUIZ else Assignment if lesson.kind == LessonKind.ASSIGNMENT else None
    return model.objects.filter(lesson=lesson).values_list("pass_mark", flat=True).first() if model else None


def _record(action: str, grade: GradeOverride, by: Any, reason: str) -> None:
    about = {"lesson": str(grade.lesson.key), "score": grade.score}
    actor, here = str(getattr(by, "email", by)), require_tenant().id
    audit.record(by=actor, action=action, target=str(grade.enrolment.key), tenant_id=here, reason=reason, data=about)
