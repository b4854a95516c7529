"""What concerns no business in particular."""

from django.http import HttpRequest, JsonResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marque.api.base import ApiView, reads
from marque.api.errors import not_found
from marque.api.shapes import BlueprintShape, WhoShape
from provisioning.blueprints.shelf import blueprints
from shared_apps.agencies.queries import places_taken


class Blueprints(ApiView):
    """What a business can start from."""

    @extend_schema(operation_id="blueprints_list", responses=BlueprintShape(many=True))
    @reads("tenants:read")
    def get(self, request: Request) -> Response:
        """List the platform's blueprints and the agency's own."""
        rows = [*blueprints(), *blueprints(self.agency.slug)]
        return Response(BlueprintShape(rows, many=True).data)


class Whoami(ApiView):
    """The caller."""

    @extend_schema(operation_id="whoami", responses=WhoShape)
    def get(self, request: Request) -> Response:
        """Show whose token this is, what it may do, and how many businesses the agency has."""
        token, agency = self.caller.token, self.agency
        values = {
            "agency": agency.slug, "name": agency.name, "token": token.name, "scopes": token.scopes,
            "expires": token.expires_at, "tenants": len(places_taken(agency)), "limit": agency.tenant_limit,
        }  # fmt: skip
        return Response(WhoShape(values).data)


def nothing_here(request: HttpRequest) -> JsonResponse:
    """An address of the API that does not exist, answered as a thing that does not."""
    return JsonResponse(not_found(), status=404, json_dumps_params={"separators": (",", ":")})
