"""Small, dull learners."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.test import Client

from marque.kit.tenancy.context import CurrentTenant, enter
from tenant_apps.accounts.actions import register
from tenant_apps.courses.models import Course
from tenant_apps.learning import actions
from tenant_apps.learning.models import Enrolment
from tenant_apps.people.actions import meet
from tenant_apps.people.models import Person

START = datetime(2026, 11, 16, 15, 30, tzinfo=UTC)


def person(email: str = "carol@example.com", name: str = "Carol Ness", time_zone: str = "Europe/Copenhagen") -> Person:
    made = meet(email=email, name=name)
    made.time_zone = time_zone
    made.save(update_fields=["time_zone"])
    return made


def enrolment(course: Course, who: Person | None = None, at: datetime = START) -> Enrolment:
    return actions.enrol(person=who or person(), course=course, source="order:1", now=at)


def signed_in(client_for: Any, tenant: CurrentTenant, email: str = "carol@example.com") -> Client:
    """A browser in which the person of this email is signed in."""
    client = client_for(tenant)
    with enter(tenant):
        user = register(email=email, name="Carol Ness", verified=True)
        meet(email=email, name="Carol Ness", user=user)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
