"""`/enrolments/<id>/pace/`: how one learner goes through a course where that differs from its rules."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from tenant_apps.api.base import ApiView, StrictSerializer, extend_schema, reads, writes
from tenant_apps.learning import actions
from tenant_apps.learning.api.shapes import enrolments_shown
from tenant_apps.learning.models import Enrolment, Pace


class PaceShape(serializers.Serializer):
    """Whether a course rests for somebody, and whether all of it is open to them."""

    enrolment = serializers.UUIDField(source="enrolment.key")
    paused_at = serializers.DateTimeField(allow_null=True, help_text="Since when nothing more opens.")
    paused_days = serializers.IntegerField(help_text="By which pauses that are over made waits longer.")
    full_access_at = serializers.DateTimeField(allow_null=True, help_text="Since when all of it is open to them.")
    reason = serializers.CharField(help_text="Of the last change.")


class PaceAsked(StrictSerializer):
    """What should change, and why; what is left out stays."""

    paused = serializers.BooleanField(required=False, help_text="True pauses, false lets them go on.")
    full_access = serializers.BooleanField(required=False, help_text="True opens all of it, false goes by the rules.")
    reason = serializers.CharField(max_length=300, help_text="So that whoever asks later knows why.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A reason for nothing says nothing."""
        if "paused" not in attrs and "full_access" not in attrs:
            raise serializers.ValidationError({"paused": _("Say “paused”, “full_access” or both.")})
        return attrs


class OnePace(ApiView):
    """How somebody goes through a course."""

    @extend_schema(operation_id="enrolments_pace_show", responses=PaceShape)
    @reads("enrolments:read")
    def get(self, request: Request, enrolment_id: UUID) -> Response:
        """Show whether a course rests for a learner, and whether all of it is open to them."""
        return self.shown(self.place(enrolment_id))

    @extend_schema(operation_id="enrolments_pace_set", request=PaceAsked, responses=PaceShape)
    @writes("enrolments:write")
    def put(self, request: Request, enrolment_id: UUID) -> Response:
        """Pause a course for a learner or let them go on, open all of it to them or go by the rules again."""
        place = self.place(enrolment_id)
        actions.change_pace(enrolment=place, by=self.by.email, **self.asked(PaceAsked))
        return self.shown(place)

    def place(self, key: UUID) -> Enrolment:
        """A place that is not over; raises Missing."""
        found: Enrolment = self.found(enrolments_shown().live(), key)
        return found

    def shown(self, place: Enrolment) -> Response:
        """As it is now."""
        return self.one(Pace.objects.filter(enrolment=place).first() or Pace(enrolment=place), PaceShape)
