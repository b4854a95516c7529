"""Asking for a review before learners see something, and deciding it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.serialise.below import written_below
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.accounts.models import User
from tenant_apps.courses import approval as gate
from tenant_apps.courses import letters, queries
from tenant_apps.courses.actions import places
from tenant_apps.courses.actions.authors import NotYours
from tenant_apps.courses.actions.courses import NothingToPublish, publish_course
from tenant_apps.courses.actions.proposals import check_proposal, publish_proposal
from tenant_apps.courses.actions.publishing import AlreadyPast, publish_lessons, schedule_lesson
from tenant_apps.courses.models import KEPT, Approval, Course, Lesson, LessonProposal, TeachingPolicy, Verdict
from tenant_apps.courses.permissions import courses_of, oversees


class NothingToAsk(Refused):
    """Nobody has to look, or learners see it already."""

    message = _("This needs no review.")


class AskedAlready(Refused):
    """One request at a time."""

    message = _("A review was asked for already. Withdraw it to ask again.")


class DecidedAlready(Refused):
    """Somebody was quicker."""

    message = _("Somebody decided this already.")


class AtOnceOnly(Refused):
    """A lesson that learners see is no draft that waits for its moment."""

    message = _("A change of what learners see is published as soon as it is approved.")
    field = "publishes_at"


class ChangedMeanwhile(Refused):
    """What was read is not what would be published."""

    message = _("It was changed after you opened this page. Look again.")


class SayWhy(Refused):
    """Nobody learns from a bare no."""

    message = _("Say what is to be changed.")
    field = "reason"


@transaction.atomic
def set_policy(*, is_reviewed: bool, by: User) -> TeachingPolicy:
    """Say whether authors' work is looked at before learners see it; raises NotYours."""
    if not oversees(by):
        raise NotYours
    policy, _made = TeachingPolicy.objects.update_or_create(only=1, defaults={"is_reviewed": is_reviewed})
    _note("course.review_policy", "", by, {"is_reviewed": is_reviewed})
    return policy


@transaction.atomic
def ask_approval(
    *,
    course: Course,
    lesson: Lesson | None = None,
    note: str = "",
    publishes_at: datetime | None = None,
    by: User,
    now: datetime | None = None,
) -> Approval:
    """Ask owner and staff to publish a course or a draft of it, at once or at a moment, and write to them.

    Of a live lesson it is the change that waits beside it. Raises NothingToAsk, NothingToPublish, AlreadyPast,
    AskedAlready, AtOnceOnly, LessonMovedOn and SaysTheSame.
    """
    if not gate.needs_approval(by) or not courses_of(by).filter(pk=course.pk).exists():
        raise NothingToAsk
    proposal = queries.proposal_for(lesson) if lesson is not None and not lesson.is_draft else None
    if (lesson is None and course.is_published) or (lesson is not None and not lesson.is_draft and proposal is None):
        raise NothingToAsk
    if proposal is not None:
        check_proposal(proposal)
    if proposal is not None and publishes_at is not None:
        raise AtOnceOnly
    if lesson is None and not Lesson.objects.published().filter(course=course).exists():
        raise NothingToPublish
    if publishes_at is not None and publishes_at <= (now or clock_now()):
        raise AlreadyPast
    try:
        with transaction.atomic():
            what = {"course": course, "lesson": lesson, "proposal": proposal}
            made = Approval.objects.create(**what, asked_by=by, note=note.strip()[:500], publishes_at=publishes_at)
    except IntegrityError as error:
        raise AskedAlready from error
    letters.send_question(made)
    return made


@transaction.atomic
def approve(*, approval: Approval, seen: str, by: User, now: datetime | None = None) -> Approval:
    """Publish what was asked for, at once or at its moment, and write to who asked; a moment gone by is now.

    Raises NotYours, DecidedAlready, ChangedMeanwhile and whatever publishing it raises.
    """
    at = now or clock_now()
    found = _waiting(approval, by)
    if seen != digest(found):
        raise ChangedMeanwhile
    later = found.publishes_at if found.publishes_at is not None and found.publishes_at > at else None
    if found.proposal is not None:
        publish_proposal(proposal=found.proposal, by=by, now=at)
    elif found.lesson is None:
        found.due_at = later
        if later is None:
            publish_course(course=found.course, by=by)
    elif later is not None:
        schedule_lesson(lesson=found.lesson, at=later, by=by, now=at)
    else:
        publish_lessons(course=found.course, lessons=[found.lesson], by=by)
    return _decide(found, Verdict.APPROVED, by, at)


@transaction.atomic
def send_back(*, approval: Approval, reason: str, by: User, now: datetime | None = None) -> Approval:
    """Let the author change it first, and write why; raises NotYours, DecidedAlready and SayWhy."""
    found = _waiting(approval, by)
    if not reason.strip():
        raise SayWhy
    found.reason = reason.strip()[:1000]
    return _decide(found, Verdict.RETURNED, by, now or clock_now())


@transaction.atomic
def withdraw(*, approval: Approval, by: User, now: datetime | None = None) -> Approval:
    """Take a request back, or the moment of an approved course that has not come; twice changes nothing.

    Raises NotYours and DecidedAlready.
    """
    places.lock(approval.course_id)
    found = Approval.objects.get(pk=approval.pk)
    if not courses_of(by).filter(pk=found.course_id).exists():
        raise NotYours
    if found.decided_at is None or found.due_at is not None:
        found.verdict, found.due_at, found.decided_at = Verdict.WITHDRAWN, None, found.decided_at or now or clock_now()
        found.save(update_fields=["verdict", "due_at", "decided_at"])
        _note("course.review_withdrawn", found.title, by)
    elif found.verdict != Verdict.WITHDRAWN:
        raise DecidedAlready
    return found


def publish_promised(*, now: datetime | None = None) -> int:
    """Publish the approved courses whose moment has come; one that cannot be shown waits, and holds up no other."""
    count = 0
    due = Approval.objects.filter(due_at__lte=now or clock_now()).select_related("course").order_by("due_at", "pk")
    for each in due[:200]:
        try:
            with transaction.atomic():
                publish_course(course=each.course)
                count += Approval.objects.filter(pk=each.pk, due_at__isnull=False).update(due_at=None)
        except Refused:
            continue
    return count


def digest(approval: Approval) -> str:
    """A word for what would be published: another one as soon as anything of it changes."""
    if approval.proposal_id is not None:
        return _digest_of_change(approval.proposal_id)
    lessons = Lesson.objects.live().filter(course=approval.course_id)
    if approval.lesson_id is not None:
        lessons = lessons.filter(pk=approval.lesson_id)
    fields = ("pk", "key", "title", "slug", "kind", "body", "asset_id", "minutes", "is_preview", "draft_since")
    held = list(lessons.order_by("module__position", "position").values_list(*fields))
    own = Course.objects.filter(pk=approval.course_id).values_list(
        "title", "slug", "summary", "description", "level", "image_style"
    )
    below = list(written_below(Lesson, [row[0] for row in held]))
    return hashlib.sha256(repr((held, list(own), below)).encode()).hexdigest()[:32]


def _digest_of_change(proposal_id: int) -> str:
    """Of both sides: what is proposed, and what it is read beside."""
    proposed = LessonProposal.objects.filter(pk=proposal_id)
    lesson = Lesson.objects.select_related("asset").get(proposals=proposal_id)
    kept = (queries.held_of(lesson), lesson.draft_since, lesson.archived_at)
    held = list(proposed.values_list(*KEPT, "note", "begun_on", "ended_at"))
    return hashlib.sha256(repr((held, kept)).encode()).hexdigest()[:32]


def _waiting(approval: Approval, by: User) -> Approval:
    if not oversees(by):
        raise NotYours
    places.lock(approval.course_id)
    if approval.proposal_id is not None and approval.lesson_id is not None:
        # no author saves between what is compared and what is published
        Lesson.objects.select_for_update(no_key=True).get(pk=approval.lesson_id)
    rows = Approval.objects.select_related("course", "lesson__module", "asked_by", "proposal")
    found: Approval = rows.get(pk=approval.pk)
    if found.decided_at is not None:
        raise DecidedAlready
    return found


def _decide(found: Approval, verdict: str, by: User, at: datetime) -> Approval:
    found.verdict, found.decided_at, found.decided_by = verdict, at, by
    found.save(update_fields=["verdict", "decided_at", "decided_by", "reason", "due_at"])
    _note(f"course.review_{verdict}", found.title, by, {"reason": found.reason} if found.reason else {})
    letters.send_verdict(found)
    return found


def _note(action: str, target: str, by: User, data: dict[str, Any] | None = None) -> None:
    tenant = require_tenant()
    audit.record(by=by.email, action=action, target=target or tenant.slug, tenant_id=tenant.id, data=data or {})
