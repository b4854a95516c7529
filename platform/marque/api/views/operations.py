"""`/operations/`: long work, and how far it has come."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marque.api.asks import OperationQuery
from marque.api.base import ApiView, reads
from marque.api.paging import OperationPages
from marque.api.shapes import OperationShape
from marque.kit.errors import Missing
from shared_apps.agencies.queries import operations_of

_STATES = {
    "going_on": {"finished_at": None, "failed_at": None},
    "done": {"finished_at__isnull": False},
    "failed": {"failed_at__isnull": False},
}


class Operations(ApiView):
    """All of the agency's."""

    pagination_class = OperationPages

    @extend_schema(operation_id="operations_list", parameters=[OperationQuery], responses=OperationShape(many=True))
    @reads("tenants:read")
    def get(self, request: Request) -> Response:
        """List the agency's operations, the newest first."""
        query = OperationQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        state = query.validated_data.get("state")
        found = operations_of(self.agency).filter(**_STATES[state] if state else {})
        pages = OperationPages()
        shown = OperationShape(pages.paginate_queryset(found, request, view=self), many=True)
        return pages.get_paginated_response(shown.data)


class OneOperation(ApiView):
    """One."""

    @extend_schema(operation_id="operations_show", responses=OperationShape)
    @reads("tenants:read")
    def get(self, request: Request, operation_id: UUID) -> Response:
        """Show how far an operation has come, its result or its error."""
        row = operations_of(self.agency).filter(id=operation_id).first()
        if row is None:
            raise Missing()
        return Response(OperationShape(row).data)
