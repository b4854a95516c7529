"""`/lessons/<id>/spots/`, `steps/` and `listings/`: rows in an order, read and written as a whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from tenant_apps.api.base import ApiView, StrictSerializer, extend_schema, reads, writes
from tenant_apps.courses.api.rows import rows_asked
from tenant_apps.courses.models import Lesson, LessonKind
from tenant_apps.materials import actions
from tenant_apps.materials.api.asks import ListingsAsked, SpotsAsked, StepsAsked
from tenant_apps.materials.api.shapes import ListingsShape, SpotsShape, StepsShape, lessons_of
from tenant_apps.materials.models import HotSpot, Listing, Step


class RowsView(ApiView):
    """What concerns the rows of one lesson; `rows` is what they are called."""

    kind: ClassVar[str]
    rows: ClassVar[str]
    model: ClassVar[Any]
    shape: ClassVar[Any]
    save: ClassVar[Callable[..., None]]

    def lesson(self, key: UUID) -> Lesson:
        """The lesson; raises Missing."""
        found: Lesson = self.found(lessons_of(self.kind), key)
        return found

    def set(self, key: UUID, shape: type[StrictSerializer]) -> Response:
        """As the lesson's page in the Studio does."""
        lesson, asked = self.lesson(key), self.asked(shape)
        rows = rows_asked(self.rows, asked[self.rows], self.model.objects.filter(lesson=lesson))
        self.save(lesson=lesson, rows=rows, by=self.by)
        return self.shown(lesson)

    def shown(self, lesson: Lesson) -> Response:
        """The rows as they are now."""
        found = self.model.objects.filter(lesson=lesson)
        return self.one({"lesson": lesson.key, self.rows: found}, self.shape)


class Spots(RowsView):
    """What places of a picture say."""

    kind, rows, model, shape = LessonKind.HOTSPOTS, "spots", HotSpot, SpotsShape
    save = staticmethod(actions.set_spots)

    @extend_schema(operation_id="spots_show", responses=SpotsShape)
    @reads("courses:read")
    def get(self, request: Request, lesson_id: UUID) -> Response:
        """Show the spots of a picture in their order."""
        return self.shown(self.lesson(lesson_id))

    @extend_schema(operation_id="spots_set", request=SpotsAsked, responses=SpotsShape)
    @writes("courses:write")
    def put(self, request: Request, lesson_id: UUID) -> Response:
        """Say which places of a picture have something to say, all of them."""
        return self.set(lesson_id, SpotsAsked)


class Steps(RowsView):
    """What is to be done."""

    kind, rows, model, shape = LessonKind.PROJECT, "steps", Step, StepsShape
    save = staticmethod(actions.set_steps)

    @extend_schema(operation_id="steps_show", responses=StepsShape)
    @reads("courses:read")
    def get(self, request: Request, lesson_id: UUID) -> Response:
        """Show the steps of a project in their order."""
        return self.shown(self.lesson(lesson_id))

    @extend_schema(operation_id="steps_set", request=StepsAsked, responses=StepsShape)
    @writes("courses:write")
    def put(self, request: Request, lesson_id: UUID) -> Response:
        """Say which steps a project has, all of them; what learners ticked of those that stay is kept."""
        return self.set(lesson_id, StepsAsked)


class Listings(RowsView):
    """What code is shown."""

    kind, rows, model, shape = LessonKind.CODE, "listings", Listing, ListingsShape
    save = staticmethod(actions.set_listings)

    @extend_schema(operation_id="listings_show", responses=ListingsShape)
    @reads("courses:read")
    def get(self, request: Request, lesson_id: UUID) -> Response:
        """Show the pieces of code of a lesson in their order."""
        return self.shown(self.lesson(lesson_id))

    @extend_schema(operation_id="listings_set", request=ListingsAsked, responses=ListingsShape)
    @writes("courses:write")
    def put(self, request: Request, lesson_id: UUID) -> Response:
        """Say which pieces of code a lesson shows, all of them."""
        return self.set(lesson_id, ListingsAsked)
