"""`/lessons/<id>/questions/` and `/questions/`: what a quiz asks."""

from __future__ import annotations

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from tenant_apps.api.base import ApiView, calling_it, extend_schema, reads, writes
from tenant_apps.assessments import actions
from tenant_apps.assessments.api.asks import NewQuestionAsked, QuestionAsked, QuestionPositionAsked, as_written
from tenant_apps.assessments.api.question_shapes import QuestionShape, QuizQuestionsShape, questions_shown
from tenant_apps.assessments.models import Question
from tenant_apps.courses.models import Lesson, LessonKind


class QuestionView(ApiView):
    """What concerns one question of a quiz."""

    def question(self, key: UUID) -> Question:
        """The question; raises Missing."""
        found: Question = self.found(questions_shown(), key)
        return found

    def shown(self, key: UUID, status: int = 200) -> Response:
        """The question as it is now."""
        return self.one(self.question(key), QuestionShape, status)


class QuizQuestions(QuestionView):
    """The questions of a quiz."""

    @extend_schema(operation_id="questions_list", responses=QuizQuestionsShape)
    @reads("courses:read")
    def get(self, request: Request, lesson_id: UUID) -> Response:
        """Show the questions of a quiz in their order; what is right is for who may change it."""
        lesson = self.found(_quizzes(), lesson_id)
        rows = questions_shown().filter(quiz__lesson=lesson).order_by("position")
        return self.one({"lesson": lesson.key, "questions": rows}, QuizQuestionsShape)

    @extend_schema(operation_id="questions_create", request=NewQuestionAsked, responses={201: QuestionShape})
    @writes("courses:write")
    def post(self, request: Request, lesson_id: UUID) -> Response:
        """Write a question at the end of a quiz."""
        lesson, asked = self.found(_quizzes(), lesson_id), as_written(self.asked(NewQuestionAsked), self.by)
        quiz = actions.make_quiz(lesson=lesson, by=self.by)
        with calling_it(choices="answers"):
            made = actions.add_question(quiz=quiz, by=self.by, **asked)
        return self.shown(made.key, 201)


class OneQuestion(QuestionView):
    """One."""

    @extend_schema(operation_id="questions_show", responses=QuestionShape)
    @reads("courses:read")
    def get(self, request: Request, question_id: UUID) -> Response:
        """Show one question of a quiz; what is right is for who may change it."""
        return self.shown(question_id)

    @extend_schema(operation_id="questions_change", request=QuestionAsked, responses=QuestionShape)
    @writes("courses:write")
    def put(self, request: Request, question_id: UUID) -> Response:
        """Change a question of a quiz; what is left out stays, and attempts that are over keep it as it was."""
        question, asked = self.question(question_id), as_written(self.asked(QuestionAsked), self.by)
        with calling_it(choices="answers"):
            actions.change_question(question=question, by=self.by, **asked)
        return self.shown(question_id)

    @extend_schema(operation_id="questions_delete", request=None, responses={204: None})
    @writes("courses:write")
    def delete(self, request: Request, question_id: UUID) -> Response:
        """Take a question out of its quiz; attempts that are over keep their score."""
        actions.delete_question(question=self.question(question_id), by=self.by)
        return Response(status=204)


class QuestionPosition(QuestionView):
    """Where it stands."""

    @extend_schema(operation_id="questions_move", request=QuestionPositionAsked, responses=QuestionShape)
    @writes("courses:write")
    def put(self, request: Request, question_id: UUID) -> Response:
        """Put a question in another place of its quiz."""
        question, asked = self.question(question_id), self.asked(QuestionPositionAsked)
        actions.move_question(question=question, position=asked["position"], by=self.by)
        return self.shown(question_id)


def _quizzes() -> object:
    return Lesson.objects.live().filter(kind=LessonKind.QUIZ).select_related("course", "module")
