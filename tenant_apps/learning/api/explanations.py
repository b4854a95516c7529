"""`/enrolments/<id>/explanation/`: what is open to a learner, what is not, and why."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marque.kit.clock import now
from marque.kit.errors import Missing
from tenant_apps.api.base import ApiView, extend_schema, reads
from tenant_apps.learning.api.shapes import enrolments_shown
from tenant_apps.learning.explaining import Explained, explain


class ConditionShape(serializers.Serializer):
    """A condition of a rule, or what a group of them asks for."""

    text = serializers.CharField(help_text="A sentence to show.")
    is_met = serializers.BooleanField()
    at = serializers.DateTimeField(allow_null=True, help_text="When it is or was met; null while nobody can know.")
    fact = serializers.CharField(help_text="What is known about it; may be empty.")
    depth = serializers.IntegerField(help_text="How deep it stands in groups, from 0.")
    is_group = serializers.BooleanField(help_text="Whether it says how those below it go together.")


class OpeningShape(serializers.Serializer):
    """Why one lesson is open to somebody or not."""

    lesson = serializers.UUIDField(source="standing.lesson.key")
    title = serializers.CharField(source="standing.lesson.title")
    module = serializers.UUIDField(source="standing.module.key")
    is_open = serializers.BooleanField(source="standing.is_open")
    opens_at = serializers.DateTimeField(
        source="standing.at", allow_null=True, help_text="Since when it is open, or will be; null while nobody knows."
    )
    why = serializers.CharField(
        source="standing.why",
        help_text="rule, opened (they have been there), released (by hand), full (access) or paused.",
    )
    reason = serializers.SerializerMethodField(help_text="Of whoever opened it by hand; else empty.")
    waits = serializers.ListField(
        child=serializers.CharField(), help_text="What a locked one still waits for, as the learner reads it."
    )
    conditions = ConditionShape(many=True, source="lines", help_text="All of its rule, its module’s first.")

    def get_reason(self, row: Explained) -> str:
        """Somebody's words."""
        return row.release.reason if row.release else ""


class OpeningsShape(serializers.Serializer):
    """A whole course for one learner, in order."""

    enrolment = serializers.UUIDField()
    lessons = OpeningShape(many=True)


class ExplanationView(ApiView):
    """What concerns one learner of a course."""

    def explained(self, key: UUID) -> list[Explained]:
        """Every lesson that learners see; raises Missing where the place is over, or none."""
        return explain(self.found(enrolments_shown().live(), key), now())


class Explanation(ExplanationView):
    """Of a whole course."""

    @extend_schema(operation_id="enrolments_explain", responses=OpeningsShape)
    @reads("progress:read")
    def get(self, request: Request, enrolment_id: UUID) -> Response:
        """Show lesson by lesson whether it is open to a learner, since or from when, and each condition."""
        told: dict[str, Any] = {"enrolment": enrolment_id, "lessons": self.explained(enrolment_id)}
        return self.one(told, OpeningsShape)


class LessonExplanation(ExplanationView):
    """Of one lesson."""

    @extend_schema(operation_id="enrolments_explain_lesson", responses=OpeningShape)
    @reads("progress:read")
    def get(self, request: Request, enrolment_id: UUID, lesson_id: UUID) -> Response:
        """Show why a lesson is locked for a learner and when it opens, or since when it is open."""
        for one in self.explained(enrolment_id):
            if one.standing.lesson.key == str(lesson_id):
                return self.one(one, OpeningShape)
        raise Missing
