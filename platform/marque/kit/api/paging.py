"""Lists by keyset: a page costs the same wherever it is."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import NotFound
from rest_framework.pagination import BasePagination, Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

PAGE, MOST = 50, 200


class NewestFirst(CursorPagination):
    """By moments, for rows whose order says so: `?cursor=` leads on, `?limit=` says how many."""

    page_size = PAGE
    max_page_size = MOST
    page_size_query_param = "limit"

    def decode_cursor(self, request: Request) -> Cursor | None:
        """Where the page begins; raises NotFound for a cursor that is none of ours."""
        cursor = super().decode_cursor(request)
        if cursor and cursor.position is not None and not _is_moment(cursor.position):
            raise NotFound(self.invalid_cursor_message)
        return cursor


class LatestByKey(BasePagination):
    """By primary key, which every table is indexed by; what travels is the last row's `key`, and never the number."""

    def paginate_queryset(self, queryset: QuerySet[Any], request: Request, view: Any = None) -> list[Any]:
        """The rows of this page; raises NotFound for a cursor that names no row."""
        self.request, limit = request, _limit(request)
        rows = list(self._after(queryset, request.query_params.get("cursor", "")).order_by("-pk")[: limit + 1])
        self.next = str(rows[limit - 1].key) if len(rows) > limit else None
        return rows[:limit]

    def get_paginated_response(self, data: Any) -> Response:
        """The rows, and the address of those that follow."""
        here = self.request.build_absolute_uri()
        following = replace_query_param(here, "cursor", self.next) if self.next else None
        return Response({"next": following, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """For the description."""
        following = {"type": "string", "nullable": True, "description": "The address of the following page."}
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {"next": following, "results": schema},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """For the description."""
        return [
            _parameter("cursor", "string", "Where the page begins; `next` holds it."),
            _parameter("limit", "integer", f"How many, up to {MOST}."),
        ]

    def _after(self, queryset: QuerySet[Any], cursor: str) -> QuerySet[Any]:
        if not cursor:
            return queryset
        mark = None
        if (key := _key(cursor)) is not None:
            mark = queryset.model._default_manager.filter(key=key).values_list("pk", flat=True).first()
        if mark is None:
            raise NotFound(_("This cursor leads nowhere. Begin again without one."))
        return queryset.filter(pk__lt=mark)


def _limit(request: Request) -> int:
    asked = request.query_params.get("limit", "")
    plain = asked.isascii() and asked.isdigit() and len(asked) < 10
    return min(int(asked) or PAGE, MOST) if plain else PAGE


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _parameter(name: str, kind: str, words: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": words, "schema": {"type": kind}}


def _is_moment(text: str) -> bool:
    try:
        return parse_datetime(text) is not None
    except ValueError:
        return False
