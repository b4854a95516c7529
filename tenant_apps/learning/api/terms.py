"""`/courses/<id>/terms/`: what a course asks of whoever enrols."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marque.kit.errors import Refused
from tenant_apps.api.base import ApiView, StrictSerializer, calling_it, extend_schema, reads, writes
from tenant_apps.courses import actions as courses
from tenant_apps.courses.models import Course
from tenant_apps.courses.queries import prerequisites_of
from tenant_apps.learning import actions
from tenant_apps.learning.models import Capacity
from tenant_apps.learning.room import taken_in

MOST_SEATS = 1_000_000
MOST_NEEDED = 100


class NoSuchNeed(Refused):
    """A course that is not here, or the course itself."""

    field = "needs"
    message = _("There is no other course %(key)s.")


class TermsShape(serializers.Serializer):
    """What comes before a course, and how many it takes."""

    course = serializers.UUIDField()
    needs = serializers.ListField(
        child=serializers.UUIDField(), help_text="The courses to be finished before it opens to whoever enrols."
    )
    seats = serializers.IntegerField(allow_null=True, help_text="The most people at once; null takes everybody.")
    taken = serializers.IntegerField(
        allow_null=True, help_text="Places that are held or being paid; null without a limit."
    )


class TermsAsked(StrictSerializer):
    """What should be asked; what is left out stays."""

    needs = serializers.ListField(
        child=serializers.UUIDField(),
        max_length=MOST_NEEDED,
        required=False,
        help_text="For whoever enrols from now on: to whom the course is open it stays open. Empty is none.",
    )
    seats = serializers.IntegerField(
        min_value=1, max_value=MOST_SEATS, required=False, allow_null=True, help_text="Who is in it stays."
    )


class CourseTerms(ApiView):
    """What a course asks of whoever enrols."""

    @extend_schema(operation_id="courses_terms_show", responses=TermsShape)
    @reads("courses:read")
    def get(self, request: Request, course_id: UUID) -> Response:
        """Show which courses come before a course, and how many people it takes at once."""
        return self.shown(self.found(Course.objects.all(), course_id))

    @extend_schema(operation_id="courses_terms_set", request=TermsAsked, responses=TermsShape)
    @writes("courses:write")
    def put(self, request: Request, course_id: UUID) -> Response:
        """Say which courses come before a course, and how many people it takes at once."""
        course, asked = self.found(Course.objects.all(), course_id), self.asked(TermsAsked)
        if "needs" in asked:
            with calling_it(release="needs"):
                courses.set_prerequisites(course=course, needs=_needed(course, asked["needs"]), by=self.by)
        if "seats" in asked:
            actions.set_capacity(course=course, seats=asked["seats"], by=self.by)
        return self.shown(course)

    def shown(self, course: Course) -> Response:
        """As they are now."""
        limit = Capacity.objects.filter(course=course).first()
        terms: dict[str, Any] = {
            "course": course.key,
            "needs": [each.key for each in prerequisites_of(course)],
            "seats": limit.seats if limit else None,
            "taken": taken_in(course) if limit else None,
        }
        return self.one(terms, TermsShape)


def _needed(course: Course, keys: list[UUID]) -> list[Course]:
    """These courses; raises NoSuchNeed."""
    found = {each.key: each for each in Course.objects.filter(key__in=keys).exclude(pk=course.pk)}
    for key in keys:
        if key not in found:
            raise NoSuchNeed(key=key)
    return list(found.values())
