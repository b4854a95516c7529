"""`/lessons/`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from marque.kit.errors import Refused
from tenant_apps.api.base import ApiView, extend_schema, reads, writes
from tenant_apps.courses import actions
from tenant_apps.courses.api.asks import LessonChangeAsked, LessonPositionAsked, NewLessonAsked, PublicationAsked
from tenant_apps.courses.api.blocks import values_asked
from tenant_apps.courses.api.shapes import LessonQuery, LessonShape, WholeLessonShape, lessons_shown, modules_shown
from tenant_apps.courses.models import Lesson, Module
from tenant_apps.media.models import Asset

# what each state is, in columns
_STATES: dict[str, dict[str, bool]] = {
    "published": {"archived_at__isnull": True, "draft_since__isnull": True},
    "draft": {"archived_at__isnull": True, "draft_since__isnull": False},
    "archived": {"archived_at__isnull": False},
    "": {"archived_at__isnull": True},
}


class NoSuchModule(Refused):
    """A module that is not in the lesson's course, or has left its outline."""

    field = "module"
    message = _("There is no such module in this course.")


class NoSuchFile(Refused):
    """A file the library does not have."""

    field = "file"
    message = _("There is no such file in the library.")


class LessonView(ApiView):
    """What concerns one lesson."""

    def lesson(self, key: UUID) -> Lesson:
        """The lesson; raises Missing."""
        found: Lesson = self.found(lessons_shown(), key)
        return found

    def in_outline(self, key: UUID) -> Lesson:
        """A lesson that has not left its outline; raises Missing."""
        found: Lesson = self.found(lessons_shown().live(), key)
        return found

    def shown(self, key: UUID, status: int = 200) -> Response:
        """The lesson as it is now."""
        return Response(WholeLessonShape(self.lesson(key)).data, status=status)


class Lessons(LessonView):
    """Every lesson."""

    @extend_schema(operation_id="lessons_list", parameters=[LessonQuery], responses=LessonShape(many=True))
    @reads("courses:read")
    def get(self, request: Request) -> Response:
        """List lessons without what they say; `outline/` shows them in order."""
        asked = self.query(LessonQuery)
        rows = lessons_shown().defer("body").filter(**_STATES[asked.pop("state", "")])
        if "kind" in asked:
            rows = rows.filter(kind=asked.pop("kind"))
        return self.listed(rows.filter(**{f"{name}__key": key for name, key in asked.items()}), LessonShape)


class ModuleLessons(LessonView):
    """The lessons of a module."""

    @extend_schema(operation_id="lessons_create", request=NewLessonAsked, responses={201: WholeLessonShape})
    @writes("courses:write", reaches_out=True)
    def post(self, request: Request, module_id: UUID) -> Response:
        """Add a lesson at the end of a module."""
        module: Module = self.found(modules_shown().live(), module_id)
        asked = _with_content(self.asked(NewLessonAsked))
        is_draft, days = asked.pop("is_draft", module.course.is_published), asked.pop("opens_after_days", None)
        made = actions.add_lesson(module=module, is_draft=is_draft, opens_after_days=days, by=self.by, **asked)
        return self.shown(made.key, 201)


class OneLesson(LessonView):
    """One."""

    @extend_schema(operation_id="lessons_show", responses=WholeLessonShape)
    @reads("courses:read")
    def get(self, request: Request, lesson_id: UUID) -> Response:
        """Show one lesson with what it says."""
        return self.shown(lesson_id)

    @extend_schema(operation_id="lessons_change", request=LessonChangeAsked, responses=WholeLessonShape)
    @writes("courses:write", reaches_out=True)
    def put(self, request: Request, lesson_id: UUID) -> Response:
        """Change what a lesson holds; what is left out stays, and what it held before is kept as a version."""
        lesson = self.in_outline(lesson_id)
        asked = _with_content(self.asked(LessonChangeAsked), lesson)
        has_days, days = "opens_after_days" in asked, asked.pop("opens_after_days", None)
        with transaction.atomic():
            actions.revise_lesson(lesson=lesson, note=asked.pop("note", ""), by=self.by, **asked)
            if has_days:
                actions.set_release(lesson=lesson, days=days, by=self.by)
        return self.shown(lesson_id)

    @extend_schema(operation_id="lessons_delete", request=None, responses={204: None})
    @writes("courses:write")
    def delete(self, request: Request, lesson_id: UUID) -> Response:
        """Delete a lesson; one that learners worked on can only be archived."""
        actions.delete_lesson(lesson=self.lesson(lesson_id), by=self.by)
        return Response(status=204)


class LessonPosition(LessonView):
    """Where it stands."""

    @extend_schema(operation_id="lessons_move", request=LessonPositionAsked, responses=WholeLessonShape)
    @writes("courses:write")
    def put(self, request: Request, lesson_id: UUID) -> Response:
        """Put a lesson in another place, in its module or another one of the course."""
        lesson, asked = self.in_outline(lesson_id), self.asked(LessonPositionAsked)
        home = lesson.course.modules.live().filter(key=asked.get("module", lesson.module.key)).first()
        if home is None:
            raise NoSuchModule
        seen = asked.get("seen") or None
        actions.move_lesson(lesson=lesson, module=home, position=asked["position"], seen=seen, by=self.by)
        return self.shown(lesson_id)


class LessonPublication(LessonView):
    """Whether learners see it."""

    @extend_schema(operation_id="lessons_publish", request=PublicationAsked, responses=WholeLessonShape)
    @writes("courses:write")
    def put(self, request: Request, lesson_id: UUID) -> Response:
        """Show a draft to learners, at once or at a moment to come."""
        lesson, asked = self.in_outline(lesson_id), self.asked(PublicationAsked)
        if asked["at"] is not None:
            actions.schedule_lesson(lesson=lesson, at=asked["at"], by=self.by)
        else:
            actions.publish_lessons(course=lesson.course, lessons=[lesson], by=self.by)
        return self.shown(lesson_id)

    @extend_schema(operation_id="lessons_unpublish", request=None, responses=WholeLessonShape)
    @writes("courses:write")
    def delete(self, request: Request, lesson_id: UUID) -> Response:
        """Make a draft of a lesson; a moment it waited for is dropped, what learners did stays."""
        lesson = self.in_outline(lesson_id)
        actions.unpublish_lessons(course=lesson.course, lessons=[lesson], by=self.by)
        actions.schedule_lesson(lesson=lesson, at=None, by=self.by)
        return self.shown(lesson_id)


class LessonArchive(LessonView):
    """Whether it has left the outline."""

    @extend_schema(operation_id="lessons_archive", request=None, responses=WholeLessonShape)
    @writes("courses:write")
    def put(self, request: Request, lesson_id: UUID) -> Response:
        """Take a lesson out of the outline; what learners did stays."""
        lesson = self.lesson(lesson_id)
        if lesson.archived_at is None:
            actions.archive_lesson(lesson=lesson, by=self.by)
        return self.shown(lesson_id)

    @extend_schema(operation_id="lessons_restore", request=None, responses=WholeLessonShape)
    @writes("courses:write")
    def delete(self, request: Request, lesson_id: UUID) -> Response:
        """Bring an archived lesson back, last in its module."""
        actions.restore_lesson(lesson=self.lesson(lesson_id), by=self.by)
        return self.shown(lesson_id)


def _with_content(asked: dict[str, Any], lesson: Lesson | None = None) -> dict[str, Any]:
    """The file by its id, blocks as values; raises NoSuchFile, NotAllowed and NothingShown."""
    if "blocks" in asked:
        asked["blocks"] = values_asked(asked["blocks"], lesson)
    if "file" in asked:
        key = asked.pop("file")
        asked["asset"] = Asset.objects.filter(key=key).first() if key else None
        if key and asked["asset"] is None:
            raise NoSuchFile
    return asked
