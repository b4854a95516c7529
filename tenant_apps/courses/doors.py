"""How a visitor who already has a course gets in. Whoever delivers courses registers its door here."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from tenant_apps.courses.models import Course

Door = Callable[[HttpRequest, Course], str]
_doors: list[Door] = []


def door(way_in: Door) -> Door:
    """Register a function that gives the address inside, or nothing."""
    if way_in not in _doors:
        _doors.append(way_in)
    return way_in


def door_for(request: HttpRequest, course: Course) -> str:
    """Where this visitor goes on with the course; empty when they have to enrol first."""
    return next((url for way_in in _doors if (url := way_in(request, course))), "")
