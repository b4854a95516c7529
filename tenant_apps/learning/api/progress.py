"""`/progress/`, and what one learner did of one course."""

from __future__ import annotations

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from marque.kit.api.paging import LatestByKey
from marque.kit.clock import now
from tenant_apps.api.base import ApiView, extend_schema, reads, writes
from tenant_apps.courses.models import Lesson
from tenant_apps.learning import queries
from tenant_apps.learning.api.shapes import (
    HowFarShape,
    LessonProgressShape,
    ProgressQuery,
    ProgressShape,
    enrolments_shown,
    outline_shown,
    progress_shown,
)
from tenant_apps.learning.finishing import finish
from tenant_apps.learning.how_far import how_far


class Progress(ApiView):
    """How far everybody is."""

    @extend_schema(operation_id="progress_list", parameters=[ProgressQuery], responses=HowFarShape(many=True))
    @reads("progress:read")
    def get(self, request: Request) -> Response:
        """List how far learners are, of a course or of all, a place in a course a row."""
        asked, rows = self.query(ProgressQuery), enrolments_shown().live()
        pages = LatestByKey()
        places = pages.paginate_queryset(rows.filter(**{f"{name}__key": key for name, key in asked.items()}), request)
        return pages.get_paginated_response(HowFarShape(how_far(places), many=True, context=self.looking).data)


class OneProgress(ApiView):
    """How far one learner is."""

    @extend_schema(operation_id="progress_show", responses=ProgressShape)
    @reads("progress:read")
    def get(self, request: Request, enrolment_id: UUID) -> Response:
        """Show a learner's course lesson by lesson: done, open, or locked and until when."""
        place = self.found(enrolments_shown(), enrolment_id)
        return Response(ProgressShape(outline_shown(queries.outline_for(place, now()))).data)


class LessonDone(ApiView):
    """That a learner finished a lesson."""

    @extend_schema(operation_id="progress_complete", request=None, responses=LessonProgressShape)
    @writes("progress:write")
    def put(self, request: Request, enrolment_id: UUID, lesson_id: UUID) -> Response:
        """Mark a lesson as done, by the rules that hold for the learner; quizzes and handed-in work decide themselves.

        A lesson that is locked, or whose film was not watched as far as its author asks, is refused.
        """
        place = self.found(enrolments_shown(), enrolment_id)
        lessons = Lesson.objects.published().select_related("module", "asset", "course")
        lesson = self.found(lessons.filter(course=place.course_id), lesson_id)
        finish(enrolment=place, lesson=lesson, by=self.by)
        return self.one(progress_shown().get(enrolment=place, lesson=lesson), LessonProgressShape)
