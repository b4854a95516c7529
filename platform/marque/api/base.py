"""What every view of the API is made of: who calls, what they may, how often, once, and written down."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from marque.api.bearer import BearerAuthentication, Caller, HasScope
from marque.api.description import ApiSchema
from marque.api.errors import answer_error
from marque.api.once import answer_once
from marque.api.rate import TokenRate
from marque.api.shapes import OperationShape
from marque.kit.errors import Missing
from shared_apps.agencies.models import Agency
from shared_apps.agencies.queries import tenants_of
from shared_apps.operations.audit import record
from shared_apps.operations.models import Operation
from shared_apps.tenants.models import Tenant

Method = Callable[..., Response]


class Json(JSONParser):
    """JSON; what is nested too deep to read is as malformed as any other."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        """The value; raises ParseError."""
        try:
            return super().parse(*args, **kwargs)
        except RecursionError:
            raise ParseError(_("This JSON is nested too deep.")) from None


class ApiView(APIView):
    """One resource. Each method says its scope with `@reads` or `@writes`; without one it is for any token."""

    authentication_classes = [BearerAuthentication]
    permission_classes = [HasScope]
    throttle_classes = [TokenRate]
    parser_classes = [Json]
    renderer_classes = [JSONRenderer]
    schema = ApiSchema()

    def get_exception_handler(self) -> Callable[..., Response]:
        """Errors in one shape."""
        return answer_error

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Who calls and whether they may; an address that no thing can have is nobody's."""
        super().initial(request, *args, **kwargs)
        if "\0" in request.path:
            raise Missing()

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


def reads(scope: str) -> Callable[[Method], Method]:
    """A method that changes nothing, for tokens with the scope."""

    def decorate(method: Method) -> Method:
        method.scope = scope  # type: ignore[attr-defined]
        return method

    return decorate


def writes(scope: str) -> Callable[[Method], Method]:
    """A method that changes something: once for each Idempotency-Key, and in the audit log."""

    def decorate(method: Method) -> Method:
        @wraps(method)
        def written(view: ApiView, request: Request, *args: Any, **kwargs: Any) -> Response:
            def act() -> Response:
                response = method(view, request, *args, **kwargs)
                _write_down(view, request, response)
                return response

            return answer_once(request, view.agency, act)

        written.scope = scope  # type: ignore[attr-defined]
        written.writes = True  # type: ignore[attr-defined]
        return written

    return decorate


def _write_down(view: ApiView, request: Request, response: Response) -> None:
    token = view.caller.token
    data = {
        "agency": view.agency.slug,
        "token": str(token.id),
        "token_name": token.name,
        "status": response.status_code,
    }
    record(by=view.by, action=f"api.{(request.method or '').lower()}", target=request.path[:253], data=data)
