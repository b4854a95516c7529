"""Requests to publish a path, in the queue of those about courses."""

from __future__ import annotations

from typing import Any

from tenant_apps.courses.asked import asks_for_review
from tenant_apps.courses.models import RequestQuerySet
from tenant_apps.paths.models import PathApproval
from tenant_apps.paths.permissions import paths_of


@asks_for_review
def about_paths(user: Any) -> RequestQuerySet:
    """Owner and staff see all, authors those about their own."""
    return PathApproval.objects.filter(path__in=paths_of(user)).select_related("path", "asked_by")
