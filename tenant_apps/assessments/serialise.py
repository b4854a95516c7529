"""Quizzes as records: questions and choices in their places."""

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
