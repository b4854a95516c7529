"""Saying something under a lesson."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.courses.models import Lesson
from tenant_apps.materials.events import ReplyWritten
from tenant_apps.materials.models import DiscussionMute, Reply
from tenant_apps.people.models import Person

MOST_AN_HOUR = 20


class TooMuchSaid(Refused):
    """Faster than anybody types."""

    message = _("You have written a lot in the last hour. Go on a little later.")
    field = "text"


class NotOurs(Refused):
    """It is gone, or belongs to another lesson."""

    message = _("What you answer is no longer here.")
    field = "text"


class NothingSaid(Refused):
    """Blanks alone."""

    message = _("Write something first.")
    field = "text"


@transaction.atomic
def say(
    *,
    lesson: Lesson,
    person: Person,
    text: str,
    answers: Reply | None = None,
    is_by_team: bool = False,
    now: datetime | None = None,
) -> Reply:
    """Say something to all, or answer somebody; an answer to an answer stands beside it. The same sent twice is one.

    Raises NothingSaid, NotOurs, TooMuchSaid.
    """
    at = now or clock_now()
    words = text.replace("\0", "").strip()[:4000]
    if not words:
        raise NothingSaid
    # one at a time for each person: a button pressed twice, and the count of an hour
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if answers is not None and (answers.lesson_id != lesson.pk or answers.hidden_at or answers.taken_back_at):
        raise NotOurs
    top = (answers.answers or answers) if answers else None
    latest = Reply.objects.filter(person=person, created_at__gte=at - timedelta(hours=1))
    same = latest.shown().filter(lesson=lesson, answers=top, text=words).first()
    if same is not None:
        return same
    if latest.count() >= MOST_AN_HOUR:
        raise TooMuchSaid
    made = Reply.objects.create(
        lesson=lesson, person=person, text=words, answers=top, is_by_team=is_by_team, created_at=at
    )
    publish(ReplyWritten(reply_id=made.pk, lesson_id=lesson.pk, person_id=person.pk))
    return made


@transaction.atomic
def take_back(*, reply: Reply, person: Person, now: datetime | None = None) -> None:
    """Take back what one said oneself; the answers to it stay, and so does what the team hid and keeps."""
    Reply.objects.shown().filter(pk=reply.pk, person=person).update(taken_back_at=now or clock_now(), text="")


@transaction.atomic
def hide_reply(*, reply: Reply, by: Any, now: datetime | None = None) -> None:
    """Hide something from everybody but the team."""
    if Reply.objects.filter(pk=reply.pk, hidden_at=None).update(hidden_at=now or clock_now(), hidden_by=str(by)[:150]):
        audit.record(by=str(by), action="reply.hidden", target=str(reply.key), tenant_id=require_tenant().id)


@transaction.atomic
def show_reply(*, reply: Reply, by: Any) -> None:
    """Show it again."""
    if Reply.objects.filter(pk=reply.pk, hidden_at__isnull=False).update(hidden_at=None, hidden_by=""):
        audit.record(by=str(by), action="reply.shown", target=str(reply.key), tenant_id=require_tenant().id)


@transaction.atomic
def mute(*, lesson: Lesson, person: Person, muted: bool) -> None:
    """Whether a person wants no letters about a discussion."""
    if muted:
        DiscussionMute.objects.get_or_create(lesson=lesson, person=person)
    else:
        DiscussionMute.objects.filter(lesson=lesson, person=person).delete()
