"""`/submissions/` and `/grades/`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marque.kit.api.paging import LatestByKey
from tenant_apps.api.base import ApiView, StrictSerializer, extend_schema, reads, writes
from tenant_apps.assessments import actions
from tenant_apps.assessments.actions.reviewing import PASS, RETURN
from tenant_apps.assessments.api.shapes import GradesShape, SubmissionShape, submissions_shown
from tenant_apps.assessments.gradebook import columns_of, rows_of
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.learning.api.resources import UnknownCourse
from tenant_apps.learning.models import Enrolment

# what each state is, in columns
_STATES: dict[str, dict[str, Any]] = {
    "handed_in": {"graded_at": None, "opened_at": None},
    "reviewing": {"graded_at": None, "opened_at__isnull": False},
    "returned": {"graded_at__isnull": False, "passed_at": None},
    "passed": {"passed_at__isnull": False},
}


class SubmissionQuery(serializers.Serializer):
    """Which to list."""

    state = serializers.ChoiceField(choices=list(_STATES), required=False)
    course = serializers.UUIDField(required=False)
    lesson = serializers.UUIDField(required=False)
    person = serializers.UUIDField(required=False)


class GradesQuery(serializers.Serializer):
    """Whose to list."""

    course = serializers.UUIDField()
    person = serializers.UUIDField(required=False)


class AnswerAsked(StrictSerializer):
    """What is said of a work."""

    verdict = serializers.ChoiceField(choices=[PASS, RETURN])
    words = serializers.CharField(max_length=20_000, required=False, default="", allow_blank=True)
    points = serializers.IntegerField(
        min_value=0, max_value=1000, required=False, allow_null=True, default=None, help_text="Where it has no rubric."
    )
    marks = serializers.DictField(
        child=serializers.UUIDField(),
        required=False,
        default=dict,
        help_text="A level's id for each criterion's, where it has a rubric.",
    )


class GradeAsked(StrictSerializer):
    """A grade in place of what was reached."""

    score = serializers.IntegerField(min_value=0, max_value=100)
    reason = serializers.CharField(max_length=300, help_text="Kept with the grade, and audited.")


class Submissions(ApiView):
    """All that was handed in."""

    @extend_schema(operation_id="submissions_list", parameters=[SubmissionQuery], responses=SubmissionShape(many=True))
    @reads("submissions:read")
    def get(self, request: Request) -> Response:
        """List what learners handed in."""
        asked, rows = self.query(SubmissionQuery), submissions_shown()
        paths = {"course": "assignment__lesson__course", "lesson": "assignment__lesson", "person": "enrolment__person"}
        rows = rows.filter(**_STATES.get(asked.pop("state", ""), {}))
        return self.listed(rows.filter(**{f"{paths[name]}__key": key for name, key in asked.items()}), SubmissionShape)


class OneSubmission(ApiView):
    """One."""

    @extend_schema(operation_id="submissions_show", responses=SubmissionShape)
    @reads("submissions:read")
    def get(self, request: Request, submission_id: UUID) -> Response:
        """Show one work, with what was said of it."""
        return self.one(self.found(submissions_shown(), submission_id), SubmissionShape)


class SubmissionAnswer(ApiView):
    """What is said of it."""

    @extend_schema(operation_id="submissions_answer", request=AnswerAsked, responses=SubmissionShape)
    @writes("submissions:write")
    def put(self, request: Request, submission_id: UUID) -> Response:
        """Pass a work or return it for another try; the learner gets an email. The same verdict again is no change."""
        found, asked = self.found(submissions_shown(), submission_id), self.asked(AnswerAsked)
        marks = {criterion: str(level) for criterion, level in asked["marks"].items()}
        said = actions.Answer(asked["words"], asked["points"], marks)
        actions.answer_submission(submission=found, verdict=asked["verdict"], answer=said, by=self.by)
        return self.one(self.found(submissions_shown(), submission_id), SubmissionShape)


class Grades(ApiView):
    """A course's grades."""

    @extend_schema(operation_id="grades_list", parameters=[GradesQuery], responses=GradesShape(many=True))
    @reads("grades:read")
    def get(self, request: Request) -> Response:
        """List the grades of a course, a learner a row."""
        asked = self.query(GradesQuery)
        course = Course.objects.filter(key=asked["course"]).first()
        if course is None:
            raise UnknownCourse
        places = Enrolment.objects.live().filter(course=course).select_related("person", "course")
        if "person" in asked:
            places = places.filter(person__key=asked["person"])
        pages = LatestByKey()
        rows = rows_of(pages.paginate_queryset(places, request, self), columns_of(course))
        return pages.get_paginated_response(GradesShape(rows, many=True, context=self.looking).data)


class OneGrade(ApiView):
    """What one learner has for one lesson."""

    @extend_schema(operation_id="grades_set", request=GradeAsked, responses=GradesShape)
    @writes("grades:write")
    def put(self, request: Request, enrolment_id: UUID, lesson_id: UUID) -> Response:
        """Set a grade by hand, in place of what was reached."""
        place, lesson = self._found(enrolment_id, lesson_id)
        actions.set_grade(enrolment=place, lesson=lesson, by=self.by, **self.asked(GradeAsked))
        return self._shown(place)

    @extend_schema(operation_id="grades_clear", responses=GradesShape)
    @writes("grades:write")
    def delete(self, request: Request, enrolment_id: UUID, lesson_id: UUID) -> Response:
        """Let what was reached count again."""
        place, lesson = self._found(enrolment_id, lesson_id)
        actions.clear_grade(enrolment=place, lesson=lesson, by=self.by)
        return self._shown(place)

    def _found(self, enrolment_id: UUID, lesson_id: UUID) -> tuple[Enrolment, Lesson]:
        place = self.found(Enrolment.objects.live().select_related("person", "course"), enrolment_id)
        return place, self.found(Lesson.objects.live().filter(course=place.course_id), lesson_id)

    def _shown(self, place: Enrolment) -> Response:
        (row,) = rows_of([place], columns_of(place.course))
        return self.one(row, GradesShape)
