"""`/lessons/<id>/film/`: what is asked of whoever watches, and further cameras."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marque.kit.errors import Refused
from tenant_apps.api.base import ApiView, StrictSerializer, extend_schema, reads, writes
from tenant_apps.courses.api.rows import RowAsked, rows_asked
from tenant_apps.courses.models import Lesson, LessonKind
from tenant_apps.learning import actions
from tenant_apps.learning.models import MOST_ANGLES, FilmTerms
from tenant_apps.media.whose import open_to

_TERMS = ("least_percent", "names_viewer", "may_be_kept")
_OPTIONAL = {"required": False}


class NoSuchFilm(Refused):
    """A file the library does not have, or no film."""

    message = _("There is no such film in the library.")


class CameraShape(serializers.Serializer):
    """A further camera."""

    id = serializers.UUIDField(source="key")
    file = serializers.UUIDField(source="asset.key")
    label = serializers.CharField()


class FilmShape(serializers.Serializer):
    """How a lesson's film or recording is watched."""

    lesson = serializers.UUIDField()
    least_percent = serializers.IntegerField(allow_null=True, help_text="That must be watched; null asks for nothing.")
    names_viewer = serializers.BooleanField(help_text="Whether it shows who watches.")
    may_be_kept = serializers.BooleanField(help_text="Whether learners may keep it on a device.")
    cameras = CameraShape(many=True)


class CameraAsked(RowAsked):
    """A further camera, from the same first second on."""

    file = serializers.UUIDField(help_text="The id of a film in the library.")
    label = serializers.CharField(max_length=40, help_text="What it shows.")


class FilmAsked(StrictSerializer):
    """How it should be watched; what is left out stays."""

    least_percent = serializers.IntegerField(min_value=1, max_value=100, allow_null=True, **_OPTIONAL)
    names_viewer = serializers.BooleanField(**_OPTIONAL)
    may_be_kept = serializers.BooleanField(**_OPTIONAL)
    cameras = serializers.ListField(
        child=CameraAsked(), max_length=MOST_ANGLES, help_text="All of them, in order.", **_OPTIONAL
    )


class LessonFilm(ApiView):
    """How it is watched."""

    @extend_schema(operation_id="films_show", responses=FilmShape)
    @reads("courses:read")
    def get(self, request: Request, lesson_id: UUID) -> Response:
        """Show how much of a lesson's film must be watched, and its further cameras."""
        return self.shown(self.lesson(lesson_id))

    @extend_schema(operation_id="films_set", request=FilmAsked, responses=FilmShape)
    @writes("courses:write")
    def put(self, request: Request, lesson_id: UUID) -> Response:
        """Say how much of a lesson's film must be watched, and which cameras it has; what is left out stays."""
        lesson, asked = self.lesson(lesson_id), self.asked(FilmAsked)
        said = {name: asked[name] for name in _TERMS if name in asked}
        with transaction.atomic():
            actions.change_film_terms(lesson=lesson, by=self.by, **said)
            if "cameras" in asked:
                actions.set_angles(lesson=lesson, rows=self.cameras(lesson, asked["cameras"]), by=self.by)
        return self.shown(lesson)

    def lesson(self, key: UUID) -> Lesson:
        """A lesson that is played; raises Missing."""
        played = Lesson.objects.live().filter(kind__in=(LessonKind.VIDEO, LessonKind.AUDIO))
        found: Lesson = self.found(played.select_related("course", "module", "asset"), key)
        return found

    def cameras(self, lesson: Lesson, asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The same with their films; raises NoSuchFilm, NoSuchRow and RowTwice."""
        films = open_to(self.by).films()
        known = {film.key: film for film in films.filter(key__in=[row["file"] for row in asked])}
        for place, row in enumerate(asked):
            row["asset"] = known.get(row.pop("file"))
            if row["asset"] is None:
                raise NoSuchFilm(field=f"cameras.{place}.file")
        return rows_asked("cameras", asked, lesson.angles)

    def shown(self, lesson: Lesson) -> Response:
        """As it is now."""
        held = _terms(lesson)
        told = {name: getattr(held, name) for name in _TERMS}
        return self.one({"lesson": lesson.key, **told, "cameras": lesson.angles.select_related("asset")}, FilmShape)


def _terms(lesson: Lesson) -> FilmTerms:
    return FilmTerms.objects.filter(lesson=lesson).first() or FilmTerms(lesson=lesson)
