"""The platform's lists."""

from marque.kit.api.paging import NewestFirst


class TenantPages(NewestFirst):
    """Businesses, by when they came to the agency."""

    ordering = ("-since", "-id")


class OperationPages(NewestFirst):
    """Operations, by when they were asked for."""

    ordering = ("-created_at", "-id")
