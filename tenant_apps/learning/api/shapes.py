"""What programs are shown of enrolments, progress and cohorts."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from rest_framework import serializers

from tenant_apps.learning.models import Cohort, Enrolment, LessonProgress, LessonScore
from tenant_apps.learning.outline import LOCKED, CourseOutline
from tenant_apps.people.api.shapes import AddressOfPerson


class EnrolmentShape(serializers.Serializer):
    """A person's place in a course."""

    id = serializers.UUIDField(source="key")
    person = serializers.UUIDField(source="person.key")
    email = AddressOfPerson(source="person.email")
    course = serializers.UUIDField(source="course.key")
    course_title = serializers.CharField(source="course.title")
    started_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)


class HowFarShape(serializers.Serializer):
    """How far one learner is in one course."""

    enrolment = serializers.UUIDField(source="enrolment.key")
    person = serializers.UUIDField(source="enrolment.person.key")
    email = AddressOfPerson(source="enrolment.person.email")
    course = serializers.UUIDField(source="enrolment.course.key")
    lessons = serializers.IntegerField(help_text="That learners see today.")
    done = serializers.IntegerField(help_text="How many of them are finished.")
    percent = serializers.IntegerField()
    started_at = serializers.DateTimeField(source="enrolment.started_at")
    last_at = serializers.DateTimeField(allow_null=True, help_text="When something was last done.")
    completed_at = serializers.DateTimeField(source="enrolment.completed_at", allow_null=True)


class LessonProgressShape(serializers.Serializer):
    """What a learner did with one lesson."""

    enrolment = serializers.UUIDField(source="enrolment.key")
    person = serializers.UUIDField(source="enrolment.person.key")
    email = AddressOfPerson(source="enrolment.person.email")
    course = serializers.UUIDField(source="enrolment.course.key")
    lesson = serializers.UUIDField(source="lesson.key")
    lesson_title = serializers.CharField(source="lesson.title")
    first_opened_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)
    watched_seconds = serializers.IntegerField(help_text="Of a film or a recording, each second once.")


class StepShape(serializers.Serializer):
    """One lesson as a learner sees it."""

    lesson = serializers.UUIDField()
    title = serializers.CharField()
    module = serializers.UUIDField()
    kind = serializers.CharField()
    state = serializers.CharField(help_text="done, todo or locked.")
    opens_at = serializers.DateTimeField(allow_null=True, help_text="Of a locked one whose day is known.")
    first_opened_at = serializers.DateTimeField(allow_null=True)
    completed_at = serializers.DateTimeField(allow_null=True)
    watched_seconds = serializers.IntegerField()
    score = serializers.IntegerField(allow_null=True, help_text="The best one, in percent.")


class ProgressShape(serializers.Serializer):
    """One learner's whole course, in order."""

    enrolment = serializers.UUIDField()
    percent = serializers.IntegerField()
    lessons = StepShape(many=True)


class CohortShape(serializers.Serializer):
    """A group that begins together."""

    id = serializers.UUIDField(source="key")
    course = serializers.UUIDField(source="course.key")
    name = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    seats = serializers.IntegerField(allow_null=True)
    offer = serializers.UUIDField(source="offer.key", allow_null=True, default=None, help_text="What sells its places.")


class EnrolmentQuery(serializers.Serializer):
    """Which to list."""

    course = serializers.UUIDField(required=False)
    person = serializers.UUIDField(required=False)
    cohort = serializers.UUIDField(required=False)
    state = serializers.ChoiceField(choices=["live", "completed", "ended"], required=False)


class ProgressQuery(serializers.Serializer):
    """Whose progress to list."""

    course = serializers.UUIDField(required=False)
    person = serializers.UUIDField(required=False)


class CohortQuery(serializers.Serializer):
    """Which to list."""

    course = serializers.UUIDField(required=False)


def enrolments_shown() -> Any:
    """Enrolments with all that a shape of them reads, and the actions ask for."""
    return Enrolment.objects.select_related("person", "course__product")


def progress_shown() -> Any:
    """What learners did with lessons, with all that a shape of it reads."""
    return LessonProgress.objects.select_related("enrolment__person", "enrolment__course", "lesson")


def cohorts_shown() -> Any:
    """Cohorts with all that a shape of them reads."""
    return Cohort.objects.select_related("course", "offer")


def outline_shown(outline: CourseOutline) -> dict[str, Any]:
    """A learner's course, lesson by lesson. One query."""
    lines = [line for module in outline.modules for line in module.lessons]
    best = LessonScore.objects.filter(enrolment=outline.enrolment).order_by().values_list("lesson_id")
    scores = dict(best.annotate(best=Max("score")))
    done = sum(line.state == "done" for line in lines)
    steps = [
        {
            "lesson": line.lesson.key,
            "title": line.lesson.title,
            "module": line.module.key,
            "kind": line.lesson.kind,
            "state": line.state,
            "opens_at": line.opens_at if line.state == LOCKED else None,
            "first_opened_at": line.progress.first_opened_at if line.progress else None,
            "completed_at": line.progress.completed_at if line.progress else None,
            "watched_seconds": line.progress.watched_seconds if line.progress else 0,
            "score": scores.get(line.lesson.pk),
        }
        for line in lines
    ]
    return {"enrolment": outline.enrolment.key, "percent": 100 * done // len(lines) if lines else 0, "lessons": steps}
