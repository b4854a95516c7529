"""`/courses/<id>/unlocking/`: lessons that are opened by hand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marque.kit.api.moments import MomentField
from marque.kit.errors import Refused
from tenant_apps.api.base import ApiView, StrictSerializer, extend_schema, writes
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.learning import actions
from tenant_apps.learning.models import Enrolment
from tenant_apps.learning.queries import ruled_lessons

MOST_AT_ONCE = 1000


class NothingLocked(Refused):
    """A lesson or a module of another course, or one that no rule keeps closed."""

    message = _("There is nothing %(key)s in this course that a rule keeps closed.")


class NoSuchPlace(Refused):
    """A place in another course, or one that is over."""

    field = "enrolments"
    message = _("There is no place %(key)s in this course, or it is over.")


class UnlockedShape(serializers.Serializer):
    """What came of it."""

    course = serializers.UUIDField()
    opened = serializers.IntegerField(help_text="How many lessons, for each learner; what was open is not counted.")


def _keys(words: str, **more: Any) -> serializers.ListField:
    return serializers.ListField(child=serializers.UUIDField(), max_length=MOST_AT_ONCE, help_text=words, **more)


class UnlockAsked(StrictSerializer):
    """What to open, to whom, and why."""

    lessons = _keys("Published lessons that a rule keeps closed, their own or their module’s.", default=list)
    modules = _keys("All such lessons of these modules.", default=list)
    enrolments = _keys("To whom; null is everybody in the course.", allow_null=True, allow_empty=False)
    opens_at = MomentField(required=False, allow_null=True, default=None, help_text="Null is now.")
    reason = serializers.CharField(max_length=300, help_text="So that whoever asks later knows why.")


class Unlocking(ApiView):
    """That lessons are open beside the rules."""

    @extend_schema(operation_id="courses_unlock", request=UnlockAsked, responses=UnlockedShape)
    @writes("enrolments:write")
    def post(self, request: Request, course_id: UUID) -> Response:
        """Open lessons to some learners or to everybody in a course, now or later; what is open stays as it is."""
        course, asked = self.found(Course.objects.all(), course_id), self.asked(UnlockAsked)
        opened = actions.unlock(
            course=course,
            lessons=_lessons(course, asked["lessons"], asked["modules"]),
            enrolments=_places(course, asked["enrolments"]),
            opens_at=asked["opens_at"],
            reason=asked["reason"],
            by=self.by.email,
        )
        return self.one({"course": course.key, "opened": opened}, UnlockedShape)


def _lessons(course: Course, keys: list[UUID], modules: list[UUID]) -> list[Lesson]:
    """These lessons and those of these modules; raises NothingLocked."""
    ruled = ruled_lessons(course)
    there = {"lessons": {one.key for one in ruled}, "modules": {one.module.key for one in ruled}}
    for field, asked in (("lessons", keys), ("modules", modules)):
        for place, key in enumerate(asked):
            if key not in there[field]:
                raise NothingLocked(field=f"{field}.{place}", key=key)
    return [one for one in ruled if one.key in keys or one.module.key in modules]


def _places(course: Course, keys: list[UUID] | None) -> list[Enrolment] | None:
    """These places; None is everybody's. Raises NoSuchPlace."""
    if keys is None:
        return None
    found = {place.key: place for place in Enrolment.objects.live().filter(course=course, key__in=keys)}
    for place, key in enumerate(keys):
        if key not in found:
            raise NoSuchPlace(field=f"enrolments.{place}", key=key)
    return list(found.values())
