"""`/lessons/<id>/survey/`: what a survey asks."""

from __future__ import annotations

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from tenant_apps.api.base import ApiView, extend_schema, reads, writes
from tenant_apps.courses.api.rows import rows_asked
from tenant_apps.courses.models import Lesson, LessonKind
from tenant_apps.materials import actions
from tenant_apps.materials.api.asks import SurveyAsked
from tenant_apps.materials.api.shapes import SurveyShape, lessons_of
from tenant_apps.materials.models import Survey, SurveyQuestion


class OneSurvey(ApiView):
    """What it asks, and whether answers have a name."""

    @extend_schema(operation_id="surveys_show", responses=SurveyShape)
    @reads("courses:read")
    def get(self, request: Request, lesson_id: UUID) -> Response:
        """Show what a survey asks, in its order."""
        return self.shown(self.lesson(lesson_id))

    @extend_schema(operation_id="surveys_set", request=SurveyAsked, responses=SurveyShape)
    @writes("courses:write")
    def put(self, request: Request, lesson_id: UUID) -> Response:
        """Say what a survey asks; what is left out stays, and so does what learners have answered."""
        lesson, asked = self.lesson(lesson_id), self.asked(SurveyAsked)
        if "questions" in asked:
            asked["rows"] = rows_asked("questions", asked.pop("questions"), _questions(lesson))
        actions.change_survey(survey=actions.make_survey(lesson=lesson, by=self.by), by=self.by, **asked)
        return self.shown(lesson)

    def lesson(self, key: UUID) -> Lesson:
        """The lesson; raises Missing."""
        found: Lesson = self.found(lessons_of(LessonKind.SURVEY), key)
        return found

    def shown(self, lesson: Lesson) -> Response:
        """As it is now; one that nobody wrote yet is empty."""
        made = Survey.objects.filter(lesson=lesson).first() or Survey(lesson=lesson)
        told = {"lesson": lesson.key, "is_anonymous": made.is_anonymous, "questions": _questions(lesson)}
        return self.one(told, SurveyShape)


def _questions(lesson: Lesson) -> object:
    return SurveyQuestion.objects.filter(survey__lesson=lesson)
