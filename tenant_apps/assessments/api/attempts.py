"""`/attempts/` and `/weights/`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from tenant_apps.api.base import ApiView, StrictSerializer, extend_schema, reads, writes
from tenant_apps.assessments import actions
from tenant_apps.assessments.actions.grading import share_of
from tenant_apps.assessments.models import Attempt
from tenant_apps.courses.models import SCORED, Lesson
from tenant_apps.people.api.shapes import AddressOfPerson

# what each state is, in columns
_STATES: dict[str, dict[str, bool]] = {
    "open": {"submitted_at__isnull": True},
    "waiting": {"submitted_at__isnull": False, "score__isnull": True},
    "failed": {"score__isnull": False, "passed_at__isnull": True},
    "passed": {"passed_at__isnull": False},
}
_PATHS = {"course": "quiz__lesson__course", "lesson": "quiz__lesson", "person": "enrolment__person"}


class AnsweredShape(serializers.Serializer):
    """What came of one question."""

    question = serializers.UUIDField()
    right = serializers.BooleanField()
    share = serializers.IntegerField(help_text="How much of it was right, in percent.")


class AttemptShape(serializers.Serializer):
    """One go at a quiz."""

    id = serializers.UUIDField(source="key")
    course = serializers.UUIDField(source="quiz.lesson.course.key")
    lesson = serializers.UUIDField(source="quiz.lesson.key")
    lesson_title = serializers.CharField(source="quiz.lesson.title")
    enrolment = serializers.UUIDField(source="enrolment.key")
    person = serializers.UUIDField(source="enrolment.person.key")
    email = AddressOfPerson(source="enrolment.person.email")
    number = serializers.IntegerField(help_text="Which go it is.")
    state = serializers.SerializerMethodField(help_text="open, waiting (for a person to grade it), failed or passed.")
    started_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    submitted_at = serializers.DateTimeField(allow_null=True)
    score = serializers.IntegerField(allow_null=True, help_text="In percent.")
    pass_mark = serializers.IntegerField(source="quiz.pass_mark", help_text="Of today.")

    def get_state(self, row: Attempt) -> str:
        """At this moment."""
        if row.is_open:
            return "open"
        if row.waits:
            return "waiting"
        return "passed" if row.passed_at else "failed"


class WholeAttemptShape(AttemptShape):
    """A go at a quiz, with what came of each question once it is over."""

    answers = serializers.SerializerMethodField(
        help_text="In the order they were asked, without those that wait for a person; empty while it is open."
    )

    def get_answers(self, row: Attempt) -> list[dict[str, Any]]:
        """Without what was right: that is its author's."""
        if row.is_open:
            return []
        said = [(key, row.answers[key]) for key in row.drawn if key in row.answers]
        said = [(key, answer) for key, answer in said if not answer.get("waits")]
        rows = [{"question": key, "right": answer["right"], "share": share_of(answer)} for key, answer in said]
        return list(AnsweredShape(rows, many=True).data)


class WeightShape(serializers.Serializer):
    """How much a lesson counts."""

    lesson = serializers.UUIDField()
    weight = serializers.IntegerField()


class AttemptQuery(serializers.Serializer):
    """Which to list."""

    state = serializers.ChoiceField(choices=list(_STATES), required=False)
    course = serializers.UUIDField(required=False)
    lesson = serializers.UUIDField(required=False)
    person = serializers.UUIDField(required=False)


class WeightAsked(StrictSerializer):
    """How much it should count beside the others."""

    weight = serializers.IntegerField(min_value=0, max_value=100)


class Attempts(ApiView):
    """Every go at every quiz."""

    @extend_schema(operation_id="attempts_list", parameters=[AttemptQuery], responses=AttemptShape(many=True))
    @reads("grades:read")
    def get(self, request: Request) -> Response:
        """List attempts at quizzes with their scores."""
        asked = self.query(AttemptQuery)
        rows = attempts_shown().filter(**_STATES.get(asked.pop("state", ""), {}))
        return self.listed(rows.filter(**{f"{_PATHS[name]}__key": key for name, key in asked.items()}), AttemptShape)


class OneAttempt(ApiView):
    """One."""

    @extend_schema(operation_id="attempts_show", responses=WholeAttemptShape)
    @reads("grades:read")
    def get(self, request: Request, attempt_id: UUID) -> Response:
        """Show one attempt, question by question once it is over."""
        return self.one(self.found(attempts_shown(), attempt_id), WholeAttemptShape)


class Weight(ApiView):
    """How much a quiz or an assignment counts."""

    @extend_schema(operation_id="weights_set", request=WeightAsked, responses=WeightShape)
    @writes("grades:write")
    def put(self, request: Request, lesson_id: UUID) -> Response:
        """Say how much a quiz or an assignment counts beside the others of its course."""
        lesson = self.found(Lesson.objects.live().filter(kind__in=SCORED), lesson_id)
        asked = self.asked(WeightAsked)
        actions.weigh(weights={lesson: asked["weight"]}, by=self.by)
        return Response(WeightShape({"lesson": lesson.key, **asked}).data)


def attempts_shown() -> Any:
    """Attempts with all that a shape of them reads."""
    return Attempt.objects.select_related("quiz__lesson__course", "enrolment__person").defer("paper", "sheets")
