"""What waits for somebody to look: requests about courses, and those that higher apps register beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tenant_apps.courses.models import Approval, Request, RequestQuerySet
from tenant_apps.courses.permissions import courses_of

Requests = Callable[[Any], RequestQuerySet]
_readers: list[Requests] = []


def asks_for_review(reader: Requests) -> Requests:
    """Register how the requests that a person may see are read."""
    if reader not in _readers:
        _readers.append(reader)
    return reader


@asks_for_review
def about_courses(user: Any) -> RequestQuerySet:
    """Owner and staff see all, authors what concerns their courses."""
    return Approval.objects.filter(course__in=courses_of(user)).select_related("course", "lesson", "asked_by")


def waiting_for(user: Any, most: int) -> list[Request]:
    """What nobody has decided, longest first."""
    found = _all(rows.waiting().order_by("created_at", "pk")[:most] for rows in _of(user))
    return sorted(found, key=lambda each: each.created_at)[:most]  # type: ignore[attr-defined]


def decided_for(user: Any, most: int) -> list[Request]:
    """What was decided, the last one first."""
    found = _all(rows.exclude(decided_at=None).order_by("-decided_at", "-pk")[:most] for rows in _of(user))
    return sorted(found, key=lambda each: each.decided_at, reverse=True)[:most]  # type: ignore[arg-type, return-value]


def _of(user: Any) -> list[RequestQuerySet]:
    return [reader(user) for reader in _readers]


def _all(lists: Iterable[Iterable[Any]]) -> list[Any]:
    return [each for rows in lists for each in rows]
