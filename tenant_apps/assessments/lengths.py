"""How long a quiz takes, where its author does not say."""

from __future__ import annotations

from django.db.models import Count, Q, Sum

from tenant_apps.assessments.models import QuestionKind, Quiz
from tenant_apps.courses.estimates import estimates
from tenant_apps.courses.models import Lesson, LessonKind

A_QUESTION = 1.0
# an essay, or a file to be made
A_WORK = 10.0


@estimates(LessonKind.QUIZ)
def of_questions(lesson: Lesson) -> float:
    """So many minutes for each question that is asked, and no more than an attempt may take."""
    quiz = Quiz.objects.filter(lesson=lesson).first()
    if quiz is None:
        return 0
    works = Q(kind__in=(QuestionKind.ESSAY, QuestionKind.FILE))
    own = quiz.questions.aggregate(all=Count("pk"), works=Count("pk", filter=works))
    minutes = A_QUESTION * (own["all"] - own["works"]) + A_WORK * own["works"]
    if quiz.draws and quiz.draws < own["all"]:
        minutes *= quiz.draws / own["all"]
    minutes += A_QUESTION * (quiz.bank_draws.aggregate(drawn=Sum("count"))["drawn"] or 0)
    return min(minutes, quiz.minutes_allowed or minutes)
