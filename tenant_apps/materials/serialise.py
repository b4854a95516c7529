"""Parts of lessons as records, in their places."""

from typing import ClassVar

from marque.kit.serialise.codecs import register_codec
from marque.kit.serialise.plain import PlainCodec


class _InLesson(PlainCodec):
    ordered_in: ClassVar[str] = "lesson"


@register_codec("materials.HotSpot")
class HotSpotCodec(_InLesson):
    """A spot, in its place among the spots."""


@register_codec("materials.Step")
class StepCodec(_InLesson):
    """A step, in its place in the project."""


@register_codec("materials.Listing")
class ListingCodec(_InLesson):
    """A piece of code, in its place among the pieces."""


@register_codec("materials.SurveyQuestion")
class SurveyQuestionCodec(PlainCodec):
    """A question, in its place in the survey."""

    ordered_in: ClassVar[str] = "survey"
