"""What the API is asked about courses, modules and lessons. They check the form; actions check the matter.

A field that is left out stays as it is.
"""

from __future__ import annotations

from rest_framework import serializers

from marque.kit.api.moments import MomentField
from tenant_apps.api.base import StrictSerializer
from tenant_apps.courses.api.blocks import BlockAsked
from tenant_apps.courses.models import MOST_BLOCKS, CoverStyle, LessonKind, Level
from tenant_apps.courses.prose import NotProse, as_written
from tenant_apps.courses.rules import LONGEST_WAIT

_OPTIONAL = {"required": False}
_WORDS = {"required": False, "allow_blank": True}
_DAYS = {"min_value": 0, "max_value": LONGEST_WAIT, "required": False, "allow_null": True}
LONGEST_TEXT = 100_000


class ProseField(serializers.CharField):
    """HTML that keeps what the Studio's editor can write, and loses everything else."""

    default_error_messages = {"unreadable": NotProse.message}

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{**_WORDS, "max_length": LONGEST_TEXT, **kwargs})  # type: ignore[arg-type]

    def to_internal_value(self, data: object) -> str:
        """The same text as if it had been typed there; raises ValidationError."""
        text = super().to_internal_value(data)
        if len(text) > LONGEST_TEXT:
            self.fail("max_length", max_length=LONGEST_TEXT)
        try:
            return as_written(text)
        except NotProse:
            self.fail("unreadable")


class CourseAsked(StrictSerializer):
    """What a course says about itself."""

    title = serializers.CharField(max_length=120, **_OPTIONAL)
    slug = serializers.SlugField(max_length=80, help_text="Its address: letters, digits, hyphens.", **_OPTIONAL)
    summary = serializers.CharField(max_length=280, **_WORDS)
    description = ProseField()
    level = serializers.ChoiceField(choices=Level.choices, **_OPTIONAL)
    image_style = serializers.ChoiceField(choices=CoverStyle.choices, **_OPTIONAL)


class NewCourseAsked(CourseAsked):
    """A course to begin with."""

    title = serializers.CharField(max_length=120)


class ModuleAsked(StrictSerializer):
    """A module's name, and when it opens."""

    title = serializers.CharField(max_length=120, **_OPTIONAL)
    opens_after_days = serializers.IntegerField(
        help_text="After enrolment, at nine in the learner's morning. Replaces a rule that says more.", **_DAYS
    )


class NewModuleAsked(ModuleAsked):
    """A module to begin with."""

    title = serializers.CharField(max_length=120)
    position = serializers.IntegerField(min_value=1, max_value=10_000, help_text="Else the last one.", **_OPTIONAL)


class LessonAsked(StrictSerializer):
    """What a lesson holds."""

    title = serializers.CharField(max_length=160, **_OPTIONAL)
    slug = serializers.SlugField(max_length=80, **_OPTIONAL)
    kind = serializers.ChoiceField(choices=LessonKind.choices, **_OPTIONAL)
    body = ProseField(help_text="HTML; what the Studio's editor cannot write is left out.")
    file = serializers.UUIDField(required=False, allow_null=True, help_text="The id of a file in the library.")
    minutes = serializers.IntegerField(min_value=0, max_value=32_767, **_OPTIONAL)
    is_preview = serializers.BooleanField(**_OPTIONAL)
    opens_after_days = serializers.IntegerField(**_DAYS)
    blocks = BlockAsked(many=True, required=False, max_length=MOST_BLOCKS, help_text="The whole page, in order.")


class NewLessonAsked(LessonAsked):
    """A lesson to begin with."""

    title = serializers.CharField(max_length=160)
    is_draft = serializers.BooleanField(
        help_text="Else it is one where the course is published already, as in the Studio.", **_OPTIONAL
    )


class LessonChangeAsked(LessonAsked):
    """A change of a lesson."""

    note = serializers.CharField(max_length=200, help_text="What changed, for learners who finished it.", **_WORDS)
    seen = serializers.CharField(
        max_length=16, help_text="The `content` it was decided by; refused if it holds something else.", **_WORDS
    )


class PositionAsked(StrictSerializer):
    """A place among siblings."""

    position = serializers.IntegerField(min_value=1, max_value=10_000)
    seen = serializers.CharField(
        max_length=16, help_text="The `order` of the outline it was decided by; refused if it is another one.", **_WORDS
    )


class LessonPositionAsked(PositionAsked):
    """A place in the lesson's module, or in another one of the course."""

    module = serializers.UUIDField(**_OPTIONAL)


class PublicationAsked(StrictSerializer):
    """When a lesson is published."""

    at = MomentField(required=False, allow_null=True, default=None, help_text="Null is at once.")
