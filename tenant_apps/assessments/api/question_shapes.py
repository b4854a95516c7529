"""What programs are shown of questions: what is right is for those who may write it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import F
from django.db.models.expressions import Combinable
from rest_framework import serializers

from tenant_apps.assessments import paper
from tenant_apps.assessments.kinds.gaps import asked_text, without_answers
from tenant_apps.assessments.models import Bank, BankQuestion, Question, QuestionKind

SEES_ANSWERS = "courses:write"
_HIDDEN = f"Null without `{SEES_ANSWERS}`."


class QuestionAnswerShape(serializers.Serializer):
    """One answer; of an essay or a file, one thing that is looked at."""

    id = serializers.UUIDField(source="key")
    text = serializers.CharField()
    right = serializers.BooleanField(source="is_right")
    match = serializers.CharField()
    feedback = serializers.CharField()


class AskedShape(serializers.Serializer):
    """What questions of quizzes and of banks have in common."""

    id = serializers.UUIDField(source="key")
    text = serializers.SerializerMethodField(help_text=f"Gaps are empty without `{SEES_ANSWERS}`.")
    kind = serializers.CharField(help_text=f"{', '.join(QuestionKind.values)}.")
    points = serializers.IntegerField()
    penalty = serializers.IntegerField(help_text="In percent of its points, for a wrong answer.")
    takes_parts = serializers.BooleanField()
    tolerance = serializers.CharField()
    is_case_sensitive = serializers.BooleanField()
    picture = serializers.UUIDField(source="picture.key", allow_null=True, default=None)
    least_words = serializers.IntegerField(allow_null=True)
    most_words = serializers.IntegerField(allow_null=True)
    file_kinds = serializers.ListField(child=serializers.CharField(), help_text="Empty takes all of them.")
    explanation = serializers.SerializerMethodField(help_text=_HIDDEN)
    answers = serializers.SerializerMethodField(help_text=_HIDDEN)

    def get_text(self, row: Question) -> str:
        """As it is asked."""
        return row.text if self._sees or row.kind != QuestionKind.FILL_IN else without_answers(row.text)

    def get_explanation(self, row: Question) -> str | None:
        """What is shown after the answer."""
        return row.explanation if self._sees else None

    def get_answers(self, row: Question) -> list[dict[str, Any]] | None:
        """In the order they were written."""
        return list(QuestionAnswerShape(row.choices.all(), many=True).data) if self._sees else None

    @property
    def _sees(self) -> bool:
        return SEES_ANSWERS in self.context.get("scopes", ())


class QuestionShape(AskedShape):
    """A question of a quiz."""

    lesson = serializers.UUIDField(source="quiz.lesson.key")
    position = serializers.IntegerField()


class QuizQuestionsShape(serializers.Serializer):
    """All questions of a quiz, in their order."""

    lesson = serializers.UUIDField()
    questions = QuestionShape(many=True)


class BankQuestionShape(AskedShape):
    """A question of a bank."""

    bank = serializers.UUIDField(source="of_bank.key")
    tags = serializers.ListField(child=serializers.CharField(), source="of_bank_tags")

    def to_representation(self, row: BankQuestion) -> dict[str, Any]:
        """Of its sheet."""
        found = paper.read(row.sheet, pictures={str(row.picture.key): row.picture} if row.picture else {})
        found.of_bank, found.of_bank_tags = row.bank, row.tags  # type: ignore[attr-defined]
        return super().to_representation(found)


class BankShape(serializers.Serializer):
    """Questions that quizzes share."""

    id = serializers.UUIDField(source="key")
    title = serializers.CharField()
    created_at = serializers.DateTimeField()


class BankQuestionQuery(serializers.Serializer):
    """Which questions to list."""

    q = serializers.CharField(
        max_length=100,
        required=False,
        help_text=f"A part of the question; of what is in its gaps only with `{SEES_ANSWERS}`.",
    )
    tag = serializers.CharField(max_length=40, required=False)
    kind = serializers.ChoiceField(choices=QuestionKind.values, required=False)


def shown_text(scopes: Collection[str]) -> Combinable:
    """What a question says to whoever has these scopes: a search in more would tell what is hidden."""
    return F("text") if SEES_ANSWERS in scopes else asked_text()


def questions_shown() -> Any:
    """Questions of quizzes in an outline, with all that a shape of them reads."""
    rows = Question.objects.filter(quiz__lesson__archived_at=None)
    return rows.select_related("quiz__lesson__course", "picture").prefetch_related("choices")


def bank_questions_shown(bank: Bank) -> Any:
    """The questions of a bank with all that a shape of them reads."""
    return bank.questions.select_related("bank", "picture")
