"""What the API is asked about the parts of lessons. It checks the form; actions check the matter."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from marque.kit.api.moments import MomentField
from tenant_apps.api.base import StrictSerializer
from tenant_apps.courses.api.rows import RowAsked
from tenant_apps.courses.languages import LANGUAGES
from tenant_apps.materials.models import MOST_LISTINGS, MOST_QUESTIONS, MOST_SPOTS, MOST_STEPS, Asked
from tenant_apps.materials.models.parts import FAR
from tenant_apps.materials.offering import LONGEST_OPTION, MOST_OPTIONS, BadOptions, offered

_OPTIONAL = {"required": False}
_WORDS = {"required": False, "allow_blank": True, "default": ""}


class SpotAsked(RowAsked):
    """A place on a picture."""

    title = serializers.CharField(max_length=120)
    x = serializers.IntegerField(min_value=0, max_value=FAR, help_text="From the left, in thousandths.")
    y = serializers.IntegerField(min_value=0, max_value=FAR, help_text="From the top, in thousandths.")
    text = serializers.CharField(max_length=2000, **_WORDS)


class SpotsAsked(StrictSerializer):
    """All spots of a picture."""

    spots = serializers.ListField(child=SpotAsked(), max_length=MOST_SPOTS, help_text="All of them, in order.")


class StepAsked(RowAsked):
    """A step of a project."""

    title = serializers.CharField(max_length=160)
    text = serializers.CharField(max_length=4000, **_WORDS)


class StepsAsked(StrictSerializer):
    """All steps of a project."""

    steps = serializers.ListField(child=StepAsked(), max_length=MOST_STEPS, help_text="All of them, in order.")


class ListingAsked(RowAsked):
    """A piece of code; its blanks are part of it."""

    title = serializers.CharField(max_length=120, help_text="The name of its file.", **_WORDS)
    language = serializers.ChoiceField(choices=LANGUAGES)
    code = serializers.CharField(max_length=40_000, trim_whitespace=False)


class ListingsAsked(StrictSerializer):
    """All code of a lesson."""

    listings = serializers.ListField(child=ListingAsked(), max_length=MOST_LISTINGS, help_text="All, in order.")


class SurveyQuestionAsked(RowAsked):
    """A question of a survey."""

    title = serializers.CharField(max_length=300)
    asked = serializers.ChoiceField(choices=Asked.choices)
    options = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_OPTION),
        max_length=MOST_OPTIONS,
        default=list,
        help_text="Of `one` and `many`: what there is to choose from.",
    )
    is_required = serializers.BooleanField(default=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Choosing needs something to choose from."""
        try:
            return attrs | {"options": offered(attrs["asked"], attrs["options"])}
        except BadOptions as refused:
            raise serializers.ValidationError({"options": str(refused)}) from refused


class SurveyAsked(StrictSerializer):
    """A change of a survey; what is left out stays."""

    is_anonymous = serializers.BooleanField(help_text="Stays as it is once somebody has answered.", **_OPTIONAL)
    questions = serializers.ListField(
        child=SurveyQuestionAsked(), max_length=MOST_QUESTIONS, help_text="All of them, in order.", **_OPTIONAL
    )


class SessionAsked(StrictSerializer):
    """A change of when everybody meets; what is left out stays."""

    starts_at = MomentField(help_text="To be said once.", **_OPTIONAL)
    minutes = serializers.IntegerField(min_value=5, max_value=1440, **_OPTIONAL)
    link = serializers.URLField(max_length=500, required=False, allow_blank=True)


class EmbedAsked(StrictSerializer):
    """What another site shows."""

    address = serializers.URLField(max_length=500)


class PackageAsked(StrictSerializer):
    """What is played."""

    file = serializers.UUIDField(help_text="The id of a zip in the library.")
