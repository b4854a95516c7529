"""Whether somebody may show learners something by themselves, or has to have it looked at first.

A leaf: actions that publish ask here. Work without a person (a schedule, an import by a program, a manifest) was let
through when a person asked for it.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.accounts.models import User
from tenant_apps.courses.learners import has_learners
from tenant_apps.courses.models import Course, Lesson, TeachingPolicy
from tenant_apps.courses.permissions import oversees


class NeedsApproval(Refused):
    """The business wants to look first."""

    message = _("Somebody of the team looks at it first. Ask for a review.")


class SeenByLearners(Refused):
    """What learners see is changed where it can be looked at."""

    message = _(
        "Learners see this already, and changes are looked at first. What a lesson’s own page says you change in its"
        " editor, where it waits for approval. For the rest make the lesson a draft first, or ask the owner of the"
        " business."
    )


class PromisedAlready(Refused):
    """What was approved is what will be published."""

    message = _(
        "“%(title)s” is approved and will be published at its moment. Take the moment back before you change it."
    )


def is_reviewed() -> bool:
    """Whether the business looks before learners do."""
    return TeachingPolicy.objects.filter(is_reviewed=True).exists()


def needs_approval(by: Any) -> bool:
    """Whether this person's work is looked at before learners see it."""
    return isinstance(by, User) and not oversees(by) and is_reviewed()


def proposes(lesson: Lesson, by: Any) -> bool:
    """Whether what this person writes waits beside the lesson, because learners see it."""
    return needs_approval(by) and not lesson.is_draft and is_seen(lesson.course)


def refuse_unapproved(by: Any) -> None:
    """Stop somebody from publishing what nobody looked at; raises NeedsApproval."""
    if needs_approval(by):
        raise NeedsApproval


def refuse_unseen_change(lesson: Lesson, by: Any) -> None:
    """Stop a change of what learners see, or of what was approved; raises SeenByLearners and PromisedAlready."""
    if not needs_approval(by):
        return
    refuse_promised(lesson.course, by)
    if lesson.publishes_at is not None:
        raise PromisedAlready(title=lesson.title)
    if not lesson.is_draft and is_seen(lesson.course):
        raise SeenByLearners


def refuse_seen_change(course: Course, by: Any) -> None:
    """Stop a change of what visitors and learners read about a course; raises SeenByLearners and PromisedAlready."""
    refuse_promised(course, by)
    if needs_approval(by) and is_seen(course):
        raise SeenByLearners


def begins_as_draft(course: Course, by: Any) -> bool:
    """Whether what this person adds to the course waits to be looked at."""
    return needs_approval(by) and is_seen(course)


def is_seen(course: Course) -> bool:
    """Whether anybody sees the course: visitors of the catalogue, or learners of one that was taken offline."""
    return course.is_published or has_learners(course)


def refuse_promised(course: Course, by: Any) -> None:
    """Stop a change of a course that is approved and waits for its moment; raises PromisedAlready."""
    if needs_approval(by) and course.approvals.filter(due_at__isnull=False).exists():
        raise PromisedAlready(title=course.title)
