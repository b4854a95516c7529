"""`/cohorts/`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marque.kit.api.moments import DayField
from marque.kit.errors import Missing, Refused
from tenant_apps.api.base import ApiView, StrictSerializer, extend_schema, reads, writes
from tenant_apps.catalog.models import Offer
from tenant_apps.courses.models import Course
from tenant_apps.learning import actions
from tenant_apps.learning.api.resources import UnknownCourse
from tenant_apps.learning.api.shapes import CohortQuery, CohortShape, cohorts_shown, enrolments_shown
from tenant_apps.learning.models import Cohort
from tenant_apps.learning.queries import offers_for


class UnknownOffer(Refused):
    """An offer that does not sell the course, or sells another cohort."""

    field = "offer"
    message = _("There is no such offer of this course, or it sells another cohort.")


class CohortAsked(StrictSerializer):
    """A cohort as it should be; what is left out is without limit."""

    name = serializers.CharField(max_length=120)
    starts_on = DayField()
    ends_on = DayField(required=False, allow_null=True, default=None)
    seats = serializers.IntegerField(min_value=1, max_value=1_000_000, required=False, allow_null=True, default=None)
    offer = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="Whoever buys it has a place; else learners ask."
    )


class NewCohortAsked(CohortAsked):
    """A cohort to begin with."""

    course = serializers.UUIDField()


class CohortView(ApiView):
    """What concerns one cohort."""

    def cohort(self, key: UUID) -> Cohort:
        """The cohort; raises Missing."""
        found: Cohort = self.found(cohorts_shown(), key)
        return found

    def saved(self, asked: dict[str, Any], course: Course, cohort: Cohort | None, status: int) -> Response:
        """The cohort as it is now; raises UnknownOffer and what the action refuses."""
        asked["offer"] = _offer(asked["offer"], course, cohort)
        made = actions.save_cohort(course=course, cohort=cohort, by=self.by, **asked)
        return Response(CohortShape(self.cohort(made.key)).data, status=status)


class Cohorts(CohortView):
    """Every cohort."""

    @extend_schema(operation_id="cohorts_list", parameters=[CohortQuery], responses=CohortShape(many=True))
    @reads("enrolments:read")
    def get(self, request: Request) -> Response:
        """List cohorts; `enrolments/?cohort=` lists who is in one."""
        asked = self.query(CohortQuery)
        return self.listed(cohorts_shown().filter(**{f"{name}__key": key for name, key in asked.items()}), CohortShape)

    @extend_schema(operation_id="cohorts_create", request=NewCohortAsked, responses={201: CohortShape})
    @writes("enrolments:write")
    def post(self, request: Request) -> Response:
        """Make a cohort of a course."""
        asked = self.asked(NewCohortAsked)
        course = Course.objects.filter(key=asked.pop("course")).first()
        if course is None:
            raise UnknownCourse
        return self.saved(asked, course, None, 201)


class OneCohort(CohortView):
    """One."""

    @extend_schema(operation_id="cohorts_show", responses=CohortShape)
    @reads("enrolments:read")
    def get(self, request: Request, cohort_id: UUID) -> Response:
        """Show one cohort."""
        return Response(CohortShape(self.cohort(cohort_id)).data)

    @extend_schema(operation_id="cohorts_change", request=CohortAsked, responses=CohortShape)
    @writes("enrolments:write")
    def put(self, request: Request, cohort_id: UUID) -> Response:
        """Change a cohort; what opens by its days opens by the new ones."""
        cohort = self.cohort(cohort_id)
        return self.saved(self.asked(CohortAsked), cohort.course, cohort, 200)

    @extend_schema(operation_id="cohorts_delete", request=None, responses={204: None})
    @writes("enrolments:write")
    def delete(self, request: Request, cohort_id: UUID) -> Response:
        """Delete a cohort that nobody is in."""
        actions.delete_cohort(cohort=self.cohort(cohort_id), by=self.by)
        return Response(status=204)


class CohortLearner(CohortView):
    """That somebody is in it."""

    @extend_schema(operation_id="cohorts_place", request=None, responses={204: None})
    @writes("enrolments:write")
    def put(self, request: Request, cohort_id: UUID, enrolment_id: UUID) -> Response:
        """Put a learner in a cohort; they leave the one they were in."""
        cohort, place = self.cohort(cohort_id), self.found(enrolments_shown().live(), enrolment_id)
        actions.place(cohort=cohort, enrolment=place, by=self.by)
        return Response(status=204)

    @extend_schema(operation_id="cohorts_remove", request=None, responses={204: None})
    @writes("enrolments:write")
    def delete(self, request: Request, cohort_id: UUID, enrolment_id: UUID) -> Response:
        """Take a learner out of a cohort; the next on its list is offered the place."""
        cohort = self.cohort(cohort_id)
        held = cohort.places.select_related("enrolment").filter(enrolment__key=enrolment_id).first()
        if held is None:
            raise Missing
        actions.leave_cohort(enrolment=held.enrolment, by=self.by)
        return Response(status=204)


def _offer(key: UUID | None, course: Course, cohort: Cohort | None) -> Offer | None:
    if key is None:
        return None
    offer = offers_for(course, cohort).filter(key=key).first()
    if offer is None:
        raise UnknownOffer
    return offer
