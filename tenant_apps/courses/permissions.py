"""Who may build courses, which ones, and who looks after all of them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import has_role, role_required
from tenant_apps.courses.models import CoAuthor, Course, CourseQuerySet

OVERSEERS = (Role.OWNER, Role.STAFF)
may_build = role_required(*OVERSEERS, Role.AUTHOR)
may_oversee = role_required(*OVERSEERS)


def oversees(user: Any) -> bool:
    """Whether somebody sees every course and decides about all of them."""
    return has_role(user, *OVERSEERS)


def courses_of(user: Any) -> CourseQuerySet:
    """The courses somebody may build: an author those they own or were invited to, owner and staff all."""
    if oversees(user):
        return Course.objects.all()
    if not has_role(user, Role.AUTHOR):
        return Course.objects.none()
    return Course.objects.filter(Q(author__user=user) | Q(pk__in=CoAuthor.objects.filter(user=user).values("course")))


def courses_seen_by(user: Any) -> CourseQuerySet:
    """The courses whose learners somebody may look at: support answers questions about all of them."""
    return Course.objects.all() if has_role(user, Role.SUPPORT) else courses_of(user)


def owns(user: Any, course: Course) -> bool:
    """Whether somebody decides who else builds a course: its owner, and owner and staff of the business."""
    author = course.author
    return oversees(user) or (author is not None and author.user_id == user.pk and has_role(user, Role.AUTHOR))
