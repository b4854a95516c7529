"""Pictures of questions and of example works: told to whoever asks which files are an author's."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from tenant_apps.assessments.models import BankQuestion, Example, Question
from tenant_apps.assessments.whose import banks_of
from tenant_apps.courses.permissions import courses_of
from tenant_apps.media.whose import uses_files


@uses_files
def of_questions(user: Any) -> QuerySet[Any]:
    """What the questions of their courses' quizzes show."""
    return Question.objects.filter(quiz__lesson__course__in=courses_of(user), picture__isnull=False).values("picture")


@uses_files
def of_banks(user: Any) -> QuerySet[Any]:
    """What the questions of their banks show."""
    return BankQuestion.objects.filter(bank__in=banks_of(user), picture__isnull=False).values("picture")


@uses_files
def of_examples(user: Any) -> QuerySet[Any]:
    """What the examples of their courses' assignments show."""
    examples = Example.objects.filter(assignment__lesson__course__in=courses_of(user), asset__isnull=False)
    return examples.values("asset")
