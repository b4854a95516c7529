"""`/lessons/<id>/session/`, `embed/` and `package/`: the one thing such a lesson is about."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from marque.kit.errors import Refused
from tenant_apps.api.base import ApiView, extend_schema, reads, writes
from tenant_apps.courses.models import Lesson, LessonKind
from tenant_apps.materials import actions
from tenant_apps.materials.api.asks import EmbedAsked, PackageAsked, SessionAsked
from tenant_apps.materials.api.shapes import EmbedShape, PackageShape, SessionShape, lessons_of
from tenant_apps.materials.models import ZIP, Embed, LessonSession, Package
from tenant_apps.media.whose import open_to


class NoSuchZip(Refused):
    """A file the library does not have, or no zip."""

    field = "file"
    message = _("There is no such zip in the library.")


class ContentView(ApiView):
    """What concerns the one thing of a lesson."""

    kind: ClassVar[str]
    model: ClassVar[Any]
    shape: ClassVar[Any]

    def lesson(self, key: UUID) -> Lesson:
        """The lesson; raises Missing."""
        found: Lesson = self.found(lessons_of(self.kind), key)
        return found

    def content(self, lesson: Lesson) -> Any:
        """What it is about, else an empty one."""
        return self.model.objects.filter(lesson=lesson).first() or self.model(lesson=lesson)

    def shown(self, key: UUID) -> Response:
        """As it is now."""
        return self.one(self.content(self.lesson(key)), self.shape)


class Session(ContentView):
    """When everybody meets."""

    kind, model, shape = LessonKind.LIVE, LessonSession, SessionShape

    @extend_schema(operation_id="sessions_show", responses=SessionShape)
    @reads("courses:read")
    def get(self, request: Request, lesson_id: UUID) -> Response:
        """Show when a live lesson is; where they meet is for who may change it."""
        return self.shown(lesson_id)

    @extend_schema(operation_id="sessions_set", request=SessionAsked, responses=SessionShape)
    @writes("courses:write")
    def put(self, request: Request, lesson_id: UUID) -> Response:
        """Say when a live lesson is and where; what is left out stays, and calendars learn of the change."""
        lesson, asked = self.lesson(lesson_id), self.asked(SessionAsked)
        try:
            actions.change_session(lesson=lesson, by=self.by, **asked)
        except actions.NoBeginning as refused:
            raise ValidationError({"starts_at": str(refused)}) from refused
        return self.shown(lesson_id)


class Embedded(ContentView):
    """What another site shows."""

    kind, model, shape = LessonKind.EMBED, Embed, EmbedShape

    @extend_schema(operation_id="embeds_show", responses=EmbedShape)
    @reads("courses:read")
    def get(self, request: Request, lesson_id: UUID) -> Response:
        """Show what a lesson shows of another site."""
        return self.shown(lesson_id)

    @extend_schema(operation_id="embeds_set", request=EmbedAsked, responses=EmbedShape)
    @writes("courses:write", reaches_out=True)
    def put(self, request: Request, lesson_id: UUID) -> Response:
        """Let a lesson show what is at an address of an allowed site; the site is asked for it."""
        lesson = self.lesson(lesson_id)
        actions.set_embed(lesson=lesson, by=self.by, **self.asked(EmbedAsked))
        return self.shown(lesson_id)


class Played(ContentView):
    """What is played."""

    kind, model, shape = LessonKind.SCORM, Package, PackageShape

    @extend_schema(operation_id="packages_show", responses=PackageShape)
    @reads("courses:read")
    def get(self, request: Request, lesson_id: UUID) -> Response:
        """Show which SCORM package a lesson plays."""
        return self.shown(lesson_id)

    @extend_schema(operation_id="packages_set", request=PackageAsked, responses=PackageShape)
    @writes("courses:write")
    def put(self, request: Request, lesson_id: UUID) -> Response:
        """Let a lesson play the SCORM package of a zip; what learners reached in parts of the same name stays."""
        lesson, asked = self.lesson(lesson_id), self.asked(PackageAsked)
        asset = open_to(self.by).filter(key=asked["file"], content_type=ZIP).first()
        if asset is None:
            raise NoSuchZip
        actions.set_package(lesson=lesson, asset=asset, by=self.by)
        return self.shown(lesson_id)
