"""What programs are shown of submissions and grades."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from tenant_apps.assessments.gradebook import Cell, Row
from tenant_apps.assessments.models import Submission
from tenant_apps.people.api.shapes import AddressOfPerson


class WorkShape(serializers.Serializer):
    """A file that was handed in. The file itself is for people, in the Studio."""

    id = serializers.UUIDField(source="key")
    name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField(help_text="In bytes.")


class MarkShape(serializers.Serializer):
    """A level that was given, as its words were then."""

    criterion = serializers.CharField()
    level = serializers.CharField(source="title")
    points = serializers.IntegerField()
    most = serializers.IntegerField()


class SubmissionShape(serializers.Serializer):
    """One try at an assignment."""

    id = serializers.UUIDField(source="key")
    course = serializers.UUIDField(source="assignment.lesson.course.key")
    lesson = serializers.UUIDField(source="assignment.lesson.key")
    lesson_title = serializers.CharField(source="assignment.lesson.title")
    enrolment = serializers.UUIDField(source="enrolment.key")
    person = serializers.UUIDField(source="enrolment.person.key")
    email = AddressOfPerson(source="enrolment.person.email")
    number = serializers.IntegerField(help_text="Which try it is.")
    state = serializers.CharField(help_text="handed_in, reviewing, returned or passed.")
    submitted_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    late_days = serializers.IntegerField()
    minus_percent = serializers.IntegerField(help_text="Taken off because it came late.")
    text = serializers.CharField()
    works = WorkShape(many=True, source="works.all")
    graded_at = serializers.DateTimeField(allow_null=True)
    score = serializers.IntegerField(allow_null=True, help_text="In percent.")
    words = serializers.CharField(help_text="What the team said.")
    marks = serializers.SerializerMethodField(help_text="By the rubric of then.")

    def get_marks(self, row: Submission) -> list[dict[str, Any]]:
        """In the order of the rubric."""
        given = sorted(row.marks.values(), key=lambda mark: mark["position"])
        return list(MarkShape(given, many=True).data)


class GradeShape(serializers.Serializer):
    """What counts of one lesson."""

    lesson = serializers.UUIDField(source="column.lesson.key")
    title = serializers.CharField(source="column.lesson.title")
    weight = serializers.IntegerField(source="column.weight")
    grade = serializers.IntegerField(allow_null=True, help_text="In percent; null before there is any.")
    reached = serializers.IntegerField(source="score", allow_null=True, help_text="The best score of the learner.")
    reason = serializers.SerializerMethodField(help_text="Of a grade that was set by hand; else empty.")

    def get_reason(self, cell: Cell) -> str:
        """Somebody's words."""
        return cell.override.reason if cell.override else ""


class GradesShape(serializers.Serializer):
    """One learner's grades in one course."""

    enrolment = serializers.UUIDField(source="enrolment.key")
    person = serializers.UUIDField(source="enrolment.person.key")
    email = AddressOfPerson(source="enrolment.person.email")
    course = serializers.UUIDField(source="enrolment.course.key")
    total = serializers.IntegerField(allow_null=True, help_text="The weighted mean of what has a grade.")
    grades = serializers.SerializerMethodField()

    def get_grades(self, row: Row) -> list[dict[str, Any]]:
        """In the order of the outline."""
        return list(GradeShape(row.cells, many=True).data)


def submissions_shown() -> Any:
    """What was handed in, with all that a shape of it reads; drafts are their makers' own."""
    rows = Submission.objects.filter(submitted_at__isnull=False)
    return rows.select_related("assignment__lesson__course", "enrolment__person").prefetch_related("works")
