"""Reads on people."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from tenant_apps.people.models import Person


def person_of(user: Any) -> Person | None:
    """The person who signs in as this user."""
    if user is None or not user.is_authenticated:
        return None
    return Person.objects.filter(user=user).first()


def our_person(request: HttpRequest) -> Person:
    """The person of a signed-in request. Someone the business never met yet stands there without a row."""
    return person_for_request(request) or Person(email=request.user.email, name=request.user.name, user=request.user)  # type: ignore[union-attr,misc]


def person_for_request(request: HttpRequest) -> Person | None:
    """The person behind a request, looked up once."""
    if not hasattr(request, "_person"):
        request._person = person_of(request.user)  # type: ignore[attr-defined]
    return request._person  # type: ignore[attr-defined]
