"""`/enrolments/`."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marque.kit.api.moments import MomentField
from marque.kit.errors import Refused
from tenant_apps.api.base import ApiView, StrictSerializer, extend_schema, reads, writes
from tenant_apps.courses.models import Course
from tenant_apps.entitlements.api.shapes import EntitlementShape
from tenant_apps.learning import actions
from tenant_apps.learning.api.shapes import EnrolmentQuery, EnrolmentShape, enrolments_shown
from tenant_apps.learning.models import Enrolment

_STATES = {
    "live": {"ended_at__isnull": True},
    "completed": {"completed_at__isnull": False},
    "ended": {"ended_at__isnull": False},
}
_PATHS = {"course": "course__key", "person": "person__key", "cohort": "place__cohort__key"}


class UnknownCourse(Refused):
    """A course that is not here."""

    field = "course"
    message = _("There is no such course.")


class EnrolmentAsked(StrictSerializer):
    """Somebody to enrol."""

    course = serializers.UUIDField()
    email = serializers.EmailField(help_text="Whoever is not known yet is met.")
    name = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    reason = serializers.CharField(max_length=300, help_text="So that whoever asks later knows why.")
    expires_at = MomentField(required=False, allow_null=True, default=None)
    tell = serializers.BooleanField(
        required=False, default=False, help_text="Whether they get an email, once the course is published."
    )


class EndingAsked(StrictSerializer):
    """Why a place ends."""

    reason = serializers.CharField(max_length=300)


class LongerAsked(StrictSerializer):
    """Until when, and why."""

    expires_at = MomentField()
    reason = serializers.CharField(max_length=300)


class EnrolmentView(ApiView):
    """What concerns one place in a course."""

    def place(self, key: UUID) -> Enrolment:
        """The enrolment; raises Missing."""
        found: Enrolment = self.found(enrolments_shown(), key)
        return found

    def shown(self, key: UUID, status: int = 200) -> Response:
        """The place as it is now."""
        return self.one(self.place(key), EnrolmentShape, status)


class Enrolments(EnrolmentView):
    """Every place in every course."""

    @extend_schema(operation_id="enrolments_list", parameters=[EnrolmentQuery], responses=EnrolmentShape(many=True))
    @reads("enrolments:read")
    def get(self, request: Request) -> Response:
        """List who takes, took or finished which course."""
        asked = self.query(EnrolmentQuery)
        rows = enrolments_shown().filter(**_STATES.get(asked.pop("state", ""), {}))
        return self.listed(rows.filter(**{_PATHS[name]: key for name, key in asked.items()}), EnrolmentShape)

    @extend_schema(operation_id="enrolments_create", request=EnrolmentAsked, responses={201: EnrolmentShape})
    @writes("enrolments:write")
    def post(self, request: Request) -> Response:
        """Give a person a course, with a reason, and with it their place; nothing is charged."""
        asked = self.asked(EnrolmentAsked)
        course = Course.objects.select_related("product").filter(key=asked.pop("course")).first()
        if course is None:
            raise UnknownCourse
        return self.shown(actions.enrol_by_hand(course=course, by=self.by, **asked).key, 201)


class OneEnrolment(EnrolmentView):
    """One."""

    @extend_schema(operation_id="enrolments_show", responses=EnrolmentShape)
    @reads("enrolments:read")
    def get(self, request: Request, enrolment_id: UUID) -> Response:
        """Show one place in a course."""
        return self.shown(enrolment_id)


class Ending(EnrolmentView):
    """That it is over."""

    @extend_schema(operation_id="enrolments_end", request=EndingAsked, responses=EnrolmentShape)
    @writes("enrolments:write")
    def put(self, request: Request, enrolment_id: UUID) -> Response:
        """Take away everything for which a person has the course; what they did stays."""
        place, asked = self.place(enrolment_id), self.asked(EndingAsked)
        actions.end_by_hand(enrolment=place, by=self.by, **asked)
        return self.shown(enrolment_id)


class Extension(EnrolmentView):
    """That it ends later."""

    @extend_schema(operation_id="enrolments_extend", request=LongerAsked, responses=EntitlementShape)
    @writes("enrolments:write")
    def put(self, request: Request, enrolment_id: UUID) -> Response:
        """Let what was sold or given for a time end later, or open again what ran out; answers what gives access."""
        place, asked = self.place(enrolment_id), self.asked(LongerAsked)
        return self.one(actions.extend_by_hand(enrolment=place, by=self.by, **asked), EntitlementShape)
