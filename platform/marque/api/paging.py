"""Lists by keyset: a page costs the same wherever it is."""

from rest_framework.pagination import CursorPagination


class NewestFirst(CursorPagination):
    """`?cursor=` leads on, `?limit=` says how many."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "limit"


class TenantPages(NewestFirst):
    """Businesses, by when they came to the agency."""

    ordering = ("-since", "-id")


class OperationPages(NewestFirst):
    """Operations, by when they were asked for."""

    ordering = ("-created_at", "-id")
