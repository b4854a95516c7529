"""Lists by keyset: a page costs the same wherever it is."""

from django.utils.dateparse import parse_datetime
from rest_framework.exceptions import NotFound
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request


class NewestFirst(CursorPagination):
    """`?cursor=` leads on, `?limit=` says how many."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "limit"

    def decode_cursor(self, request: Request) -> Cursor | None:
        """Where the page begins; raises NotFound for a cursor that is none of ours."""
        cursor = super().decode_cursor(request)
        if cursor and cursor.position is not None and not _is_moment(cursor.position):
            raise NotFound(self.invalid_cursor_message)
        return cursor


class TenantPages(NewestFirst):
    """Businesses, by when they came to the agency."""

    ordering = ("-since", "-id")


class OperationPages(NewestFirst):
    """Operations, by when they were asked for."""

    ordering = ("-created_at", "-id")


def _is_moment(text: str) -> bool:
    try:
        return parse_datetime(text) is not None
    except ValueError:
        return False
