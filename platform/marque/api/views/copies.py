"""`/tenants/<slug>/forks/` and `blueprints/`: a business beside itself, and as a start for others."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marque.api.asks import NewBlueprint, NewFork
from marque.api.base import ApiView, writes
from marque.api.shapes import OperationShape
from provisioning.fleet import ask_for_blueprint, ask_for_fork


class Forks(ApiView):
    """Copies in safe mode."""

    @extend_schema(operation_id="tenants_fork", request=NewFork, responses={202: OperationShape})
    @writes("copies:write")
    def post(self, request: Request, slug: str) -> Response:
        """Copy a business beside it: mail is kept, payments are play, search engines stay out."""
        asked = NewFork(data=request.data)
        asked.is_valid(raise_exception=True)
        row = self.tenant(slug)
        return self.asked(ask_for_fork(agency=self.agency, tenant=row, by=self.by, **asked.validated_data))


class Blueprints(ApiView):
    """Kept for other businesses to start from."""

    @extend_schema(operation_id="tenants_save_blueprint", request=NewBlueprint, responses={202: OperationShape})
    @writes("copies:write")
    def post(self, request: Request, slug: str) -> Response:
        """Keep a business's content as a blueprint of the agency's own: no people, no orders, no secrets."""
        asked = NewBlueprint(data=request.data)
        asked.is_valid(raise_exception=True)
        row = self.tenant(slug)
        return self.asked(ask_for_blueprint(agency=self.agency, tenant=row, by=self.by, **asked.validated_data))
