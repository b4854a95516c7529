"""Quizzes: questions a learner answers, one at a time, graded on the server."""

from tenant_apps.assessments.models.attempts import Attempt
from tenant_apps.assessments.models.questions import MOST_CHOICES, Choice, Question, QuestionKind
from tenant_apps.assessments.models.quizzes import Quiz, Reveal

__all__ = ["MOST_CHOICES", "Attempt", "Choice", "Question", "QuestionKind", "Quiz", "Reveal"]
