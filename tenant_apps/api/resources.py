"""What concerns no resource in particular: who calls, the description, the page to read, and addresses of nothing."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from rest_framework.request import Request
from rest_framework.response import Response

from marque.kit.api import problems
from marque.kit.api.reading import Group, described, groups_of
from marque.kit.tenancy.context import require_tenant
from tenant_apps.api.base import ApiView, extend_schema
from tenant_apps.api.errors import MEDIA_TYPE, as_document
from tenant_apps.api.scopes import SCOPES
from tenant_apps.api.shapes import WhoShape

_COMPACT = {"separators": (",", ":")}


class Whoami(ApiView):
    """The caller."""

    @extend_schema(operation_id="whoami", responses=WhoShape)
    def get(self, request: Request) -> Response:
        """Show whose token this is, and what it may do."""
        token = self.caller.token
        values = {
            "business": require_tenant().name,
            "token": token.name,
            "scopes": token.scopes,
            "expires": token.expires_at,
        }
        return Response(WhoShape(values).data)


class Pages:
    """The description of these addresses: for programs, and for people. Made once; the same for every business."""

    def __init__(self, patterns: list[Any]) -> None:
        self.patterns = patterns

    @cached_property
    def description(self) -> dict[str, Any]:
        """The OpenAPI document, without what differs between businesses."""
        return described(self.patterns)

    @cached_property
    def groups(self) -> Group:
        """The routes by resource."""
        return groups_of(self.description)

    @method_decorator(require_GET)
    def schema(self, request: HttpRequest) -> JsonResponse:
        """For programs (OpenAPI 3)."""
        place = request.build_absolute_uri("/").rstrip("/")
        named = {"title": _("API of %(name)s") % {"name": require_tenant().name}, "version": "1"}
        return JsonResponse({**self.description, "info": named, "servers": [{"url": place}]})

    @method_decorator(require_GET)
    def read(self, request: HttpRequest) -> HttpResponse:
        """For people: every route, what it takes and what it gives."""
        context = {"groups": self.groups, "scopes": SCOPES, "base": request.build_absolute_uri("/api/v1")}
        return render(request, "api_studio/docs.html", context)


def nothing_here(request: HttpRequest) -> JsonResponse:
    """An address of the API that does not exist, answered as a thing that does not."""
    document = as_document(problems.not_found())
    return JsonResponse(document, status=404, content_type=MEDIA_TYPE, json_dumps_params=_COMPACT)
