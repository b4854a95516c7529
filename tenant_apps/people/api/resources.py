"""`/people/`."""

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from tenant_apps.api.base import ApiView, extend_schema, reads
from tenant_apps.people.api.shapes import PeopleQuery, PersonShape
from tenant_apps.people.models import Person


class People(ApiView):
    """Everybody."""

    @extend_schema(operation_id="people_list", parameters=[PeopleQuery], responses=PersonShape(many=True))
    @reads("people:read")
    def get(self, request: Request) -> Response:
        """List the people the business knows."""
        asked, rows = self.query(PeopleQuery), Person.objects.all()
        if "email" in asked:
            rows = rows.known_as(asked["email"])
        if "q" in asked:
            rows = rows.matching(asked["q"])
        return self.listed(rows, PersonShape)


class OnePerson(ApiView):
    """One."""

    @extend_schema(operation_id="people_show", responses=PersonShape)
    @reads("people:read")
    def get(self, request: Request, person_id: UUID) -> Response:
        """Show one person."""
        return Response(PersonShape(self.found(Person.objects.all(), person_id)).data)
