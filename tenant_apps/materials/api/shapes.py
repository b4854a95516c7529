"""What programs are shown of the parts of lessons."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from tenant_apps.courses.models import Lesson
from tenant_apps.materials import queries
from tenant_apps.materials.models import Asked, LessonSession

SEES_LINKS = "courses:write"


class SpotShape(serializers.Serializer):
    """A place on a picture."""

    id = serializers.UUIDField(source="key")
    title = serializers.CharField()
    x = serializers.IntegerField(help_text="From the left, in thousandths.")
    y = serializers.IntegerField(help_text="From the top, in thousandths.")
    text = serializers.CharField()


class SpotsShape(serializers.Serializer):
    """All spots of a picture."""

    lesson = serializers.UUIDField()
    spots = SpotShape(many=True)


class ProjectStepShape(serializers.Serializer):
    """A step of a project."""

    id = serializers.UUIDField(source="key")
    title = serializers.CharField()
    text = serializers.CharField()


class StepsShape(serializers.Serializer):
    """All steps of a project."""

    lesson = serializers.UUIDField()
    steps = ProjectStepShape(many=True)


class ListingShape(serializers.Serializer):
    """A piece of code."""

    id = serializers.UUIDField(source="key")
    title = serializers.CharField(help_text="The name of its file.")
    language = serializers.CharField()
    code = serializers.CharField()


class ListingsShape(serializers.Serializer):
    """All code of a lesson."""

    lesson = serializers.UUIDField()
    listings = ListingShape(many=True)


class SurveyQuestionShape(serializers.Serializer):
    """A question of a survey."""

    id = serializers.UUIDField(source="key")
    title = serializers.CharField()
    asked = serializers.CharField(help_text=f"{', '.join(Asked.values)}.")
    options = serializers.ListField(child=serializers.CharField())
    is_required = serializers.BooleanField()


class SurveyShape(serializers.Serializer):
    """A survey: what it asks, not what was answered."""

    lesson = serializers.UUIDField()
    is_anonymous = serializers.BooleanField()
    questions = SurveyQuestionShape(many=True)


class SessionShape(serializers.Serializer):
    """When everybody meets."""

    lesson = serializers.UUIDField(source="lesson.key")
    starts_at = serializers.DateTimeField(allow_null=True, help_text="Null before anybody said.")
    minutes = serializers.IntegerField()
    link = serializers.SerializerMethodField(help_text=f"Null without `{SEES_LINKS}`: learners see it when it begins.")

    def get_link(self, row: LessonSession) -> str | None:
        """Where they meet."""
        return row.link if SEES_LINKS in self.context.get("scopes", ()) else None


class EmbedShape(serializers.Serializer):
    """Something another site shows."""

    lesson = serializers.UUIDField(source="lesson.key")
    address = serializers.CharField(help_text="Empty before anybody said.")
    provider = serializers.CharField()
    title = serializers.CharField()


class PackageShape(serializers.Serializer):
    """What is played."""

    lesson = serializers.UUIDField(source="lesson.key")
    file = serializers.UUIDField(source="asset.key", allow_null=True, default=None)
    edition = serializers.CharField(help_text="Of SCORM: 1.2 or 2004.")
    title = serializers.CharField()


def lessons_of(kind: str) -> Any:
    """Lessons of a kind, or with a part of it, that are in an outline, with all that their actions read."""
    return Lesson.objects.live().filter(queries.showing(kind)).select_related("course", "module", "asset")
