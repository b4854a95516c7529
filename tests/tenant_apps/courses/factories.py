"""Small, dull courses."""

from __future__ import annotations

import io
from typing import Any

from django.test import Client

from marque.kit.tenancy.context import CurrentTenant, enter
from tenant_apps.accounts.actions import assign_role, register
from tenant_apps.accounts.models import Role, User
from tenant_apps.courses import actions, queries, rules
from tenant_apps.courses.models import Course, Lesson, Module
from tenant_apps.courses.packages import packing

FRAGMENT = {"x-fragment": "board"}


def course(title: str = "The Second Number", **details: Any) -> Course:
    return actions.create_course(title=title, **details)


def module(of: Course, title: str = "Hear the first number", **more: Any) -> Module:
    return actions.add_module(course=of, title=title, **more)


def lesson(of: Module, title: str = "Why the first number is a question", **more: Any) -> Lesson:
    return actions.add_lesson(module=of, title=title, **more)


def published(title: str = "The Second Number", lessons: int = 2, **details: Any) -> Course:
    made = course(title, **details)
    first = module(made)
    for number in range(1, lessons + 1):
        lesson(first, f"Lesson {number}", minutes=10)
    return actions.publish_course(course=made)


def titles(rows: Any) -> list[tuple[int, str]]:
    return [(row.position, row.title) for row in rows.live().order_by("position")]


def creator(
    client_for: Any, tenant: CurrentTenant, role: Role = Role.OWNER, email: str = "alice@example.com"
) -> Client:
    client = client_for(tenant)
    with enter(tenant):
        user = register(email=email, name="Alice", verified=True)
        assign_role(user=user, role=role, by=None)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def author(email: str, role: Role = Role.AUTHOR) -> User:
    user = register(email=email, name=email.partition("@")[0].title(), verified=True)
    assign_role(user=user, role=role, by=None)
    return User.objects.get(pk=user.pk)


def share(of: Course, email: str) -> None:
    """Let an author build a course, as its business's owner does."""
    owner = User.objects.get(email="alice@example.com")
    actions.invite_co_author(course=of, email=email, by=owner)


def shape(tenant: CurrentTenant, of: Course) -> list[tuple[str, list[str]]]:
    with enter(tenant):
        return [(part.module.title, [lesson.title for lesson in part.lessons]) for part in queries.outline(of)]


def waits_for(*lessons: Lesson) -> rules.Group:
    return rules.Group("all", tuple(rules.Condition("completed", what="lesson", key=str(one.key)) for one in lessons))


def package_of(course: Course) -> bytes:
    held = io.BytesIO()
    packing.pack(course, held)
    return held.getvalue()
