"""What every resource of a business's API is made of: who calls, what they may, how often, once, and written down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from marque.kit.api.base import Act, JsonView, Method, StrictSerializer, reads, writes_once
from marque.kit.api.paging import LatestByKey
from marque.kit.errors import Missing, Refused
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.accounts.models import User
from tenant_apps.api.bearer import Caller, TokenBearer
from tenant_apps.api.description import ApiSchema
from tenant_apps.api.errors import answer_error
from tenant_apps.api.once import answer_in_steps, answer_once, effect_key
from tenant_apps.api.rate import BusinessRate

__all__ = ["ApiView", "StrictSerializer", "calling_it", "extend_schema", "reads", "writes"]


class ApiView(JsonView):
    """One resource. Each method says its scope with `@reads` or `@writes`; without one it is for any token."""

    authentication_classes = [TokenBearer]
    throttle_classes = [BusinessRate]
    pagination_class = LatestByKey
    schema = ApiSchema()

    def get_exception_handler(self) -> Callable[..., Response]:
        """Errors in one shape."""
        return answer_error

    @property
    def caller(self) -> Caller:
        """Whose token it is."""
        return self.request.user

    @property
    def by(self) -> User:
        """The owner for whom the program acts."""
        return self.caller.acts_for

    def found(self, rows: QuerySet[Any], key: UUID) -> Any:
        """The row of a key; raises Missing."""
        row = rows.filter(key=key).first()
        if row is None:
            raise Missing()
        return row

    def asked(self, shape: type[StrictSerializer]) -> dict[str, Any]:
        """What the body asks; raises ValidationError."""
        given = shape(data=self.request.data or {})
        given.is_valid(raise_exception=True)
        return given.validated_data

    def query(self, shape: Any) -> dict[str, Any]:
        """What the address asks; raises ValidationError."""
        given = shape(data=self.request.query_params)
        given.is_valid(raise_exception=True)
        return given.validated_data

    @property
    def looking(self) -> dict[str, Any]:
        """What shapes are told of who looks: not everything is for every token."""
        return {"scopes": self.caller.scopes}

    def one(self, row: Any, shape: Any, status: int = 200) -> Response:
        """One row."""
        return Response(shape(row, context=self.looking).data, status=status)

    def listed(self, rows: QuerySet[Any], shape: Any) -> Response:
        """A page of rows, the newest first."""
        pages = LatestByKey()
        found = pages.paginate_queryset(rows, self.request, self)
        return pages.get_paginated_response(shape(found, many=True, context=self.looking).data)

    def once_key(self) -> UUID:
        """The same for the same call sent again: what a key of ours is made from."""
        return effect_key(self.request, self.caller.token)


@contextmanager
def calling_it(**names: str) -> Iterator[None]:
    """Let refusals inside name fields as the API calls them."""
    try:
        yield
    except Refused as refused:
        refused.field = names.get(refused.field or "", refused.field)
        raise


def writes(scope: str, *, reaches_out: bool = False) -> Callable[[Method], Method]:
    """A method that changes something: once for each Idempotency-Key, and in the audit log.

    One that `reaches_out` asks a gateway on its way, so no transaction spans it.
    """
    answer = answer_in_steps if reaches_out else answer_once

    def once(view: ApiView, act: Act) -> Response:
        return answer(view.request, view.caller.token, act)

    return writes_once(scope, once=once, write_down=_write_down)


def _write_down(view: ApiView, response: Response) -> None:
    token, request = view.caller.token, view.request
    audit.record(
        by=view.by.email,
        action=f"api.{(request.method or '').lower()}",
        target=request.path[:253],
        tenant_id=require_tenant().id,
        data={"token": token.shown, "token_name": token.name, "status": response.status_code},
    )
