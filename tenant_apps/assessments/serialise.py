"""Quizzes and rubrics as records: questions, choices, criteria and levels in their places."""

from typing import ClassVar

from marque.kit.serialise.codecs import register_codec
from marque.kit.serialise.plain import PlainCodec


@register_codec("assessments.Question")
class QuestionCodec(PlainCodec):
    """A question, in its place in the quiz."""

    ordered_in: ClassVar[str] = "quiz"


@register_codec("assessments.Choice")
class ChoiceCodec(PlainCodec):
    """A choice, in its place below the question."""

    ordered_in: ClassVar[str] = "question"


@register_codec("assessments.Criterion")
class CriterionCodec(PlainCodec):
    """A criterion, in its place in the rubric."""

    ordered_in: ClassVar[str] = "assignment"


@register_codec("assessments.Level")
class LevelCodec(PlainCodec):
    """A level, in its place below the criterion."""

    ordered_in: ClassVar[str] = "criterion"
