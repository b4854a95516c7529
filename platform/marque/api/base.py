"""What every view of the API is made of: who calls, what they may, how often, once, and written down."""

from collections.abc import Callable

from django.urls import reverse
from rest_framework.response import Response

from marque.api.bearer import BearerAuthentication, Caller
from marque.api.description import ApiSchema
from marque.api.errors import answer_error
from marque.api.once import answer_once
from marque.api.rate import TokenRate
from marque.api.shapes import OperationShape
from marque.kit.api.base import Act, JsonView, Method, reads, writes_once
from marque.kit.errors import Missing
from shared_apps.agencies.models import Agency
from shared_apps.agencies.queries import tenants_of
from shared_apps.operations.audit import record
from shared_apps.operations.models import Operation
from shared_apps.tenants.models import Tenant

__all__ = ["ApiView", "reads", "writes"]


class ApiView(JsonView):
    """One resource. Each method says its scope with `@reads` or `@writes`; without one it is for any token."""

    authentication_classes = [BearerAuthentication]
    throttle_classes = [TokenRate]
    schema = ApiSchema()

    def get_exception_handler(self) -> Callable[..., Response]:
        """Errors in one shape."""
        return answer_error

    @property
    def caller(self) -> Caller:
        """Whose token it is."""
        return self.request.user

    @property
    def agency(self) -> Agency:
        """Whose things are seen here, and nobody else's."""
        return self.caller.agency

    @property
    def by(self) -> str:
        """The actor of what is done here."""
        return self.caller.actor

    def tenant(self, slug: str) -> Tenant:
        """One of the agency's own; raises Missing, for another's as for nobody's."""
        row = tenants_of(self.agency).filter(slug=slug).first()
        if row is None:
            raise Missing()
        return row

    def asked(self, operation: Operation) -> Response:
        """202: where to look how far it has come."""
        where = reverse("api:operation", args=[operation.id])
        return Response(OperationShape(operation).data, status=202, headers={"Location": where})


def writes(scope: str) -> Callable[[Method], Method]:
    """A method that changes something: once for each Idempotency-Key, and in the audit log."""
    return writes_once(scope, once=_once, write_down=_write_down)


def _once(view: ApiView, act: Act) -> Response:
    return answer_once(view.request, view.agency, act)


def _write_down(view: ApiView, response: Response) -> None:
    token = view.caller.token
    data = {
        "agency": view.agency.slug,
        "token": str(token.id),
        "token_name": token.name,
        "status": response.status_code,
    }
    request = view.request
    record(by=view.by, action=f"api.{(request.method or '').lower()}", target=request.path[:253], data=data)
