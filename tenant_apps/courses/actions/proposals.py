"""A change of what learners see, kept beside the lesson until somebody approved it."""

from __future__ import annotations

from copy import copy
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.accounts.models import User
from tenant_apps.courses import approval, queries
from tenant_apps.courses.actions.authors import NotYours
from tenant_apps.courses.actions.blocks import checked_blocks, refuse_what_it_is
from tenant_apps.courses.actions.endings import end_proposals
from tenant_apps.courses.actions.lessons import PreviewOfQuiz
from tenant_apps.courses.actions.versions import LessonChanged, contents_of, revise_lesson
from tenant_apps.courses.blocks import files_of
from tenant_apps.courses.estimates import estimated, follows
from tenant_apps.courses.models import KEPT, NEVER_PREVIEW, Lesson, LessonProposal, LessonVersion, ProposalFile
from tenant_apps.courses.permissions import courses_of


class NothingToPropose(Refused):
    """Learners do not see it, or nobody has to look."""

    message = _("Nobody has to approve a change of this lesson. Change the lesson itself.")


class SaysTheSame(Refused):
    """A request to change nothing."""

    message = _("The lesson says all of this already, so there is nothing to approve.")


class LessonMovedOn(Refused):
    """What was proposed was a change of something else."""

    message = _(
        "The lesson itself was changed after this change was begun. Nothing is published before its author has looked"
        " at both, and keeps this change or takes the lesson as it is."
    )


class NotSeenNow(Refused):
    """A change of a live lesson needs a live lesson."""

    message = _("Learners do not see this lesson at present. Its author takes the change into the lesson, or drops it.")


class ProposalEnded(Refused):
    """Somebody was quicker."""

    message = _("This change waits no longer: it was published or dropped meanwhile.")


@transaction.atomic
def propose_change(
    *,
    lesson: Lesson,
    note: str = "",
    seen: str = "",
    over: str = "",
    by: User,
    now: datetime | None = None,
    **contents: Any,
) -> LessonProposal | None:
    """Keep what an author would make of a live lesson beside it, and go on with what waits already; no change is None.

    `seen` is as in revise_lesson, about the proposal. Who has looked at the lesson itself says so with `over`: theirs
    is then a change of that. Raises NotYours, NothingToPropose, LessonChanged and PreviewOfQuiz.
    """
    live = _live(lesson, by)
    if not approval.proposes(live, by):
        raise NothingToPropose
    kept = queries.proposal_for(live)
    before = queries.as_proposed(kept) if kept else live
    after = _filled(before, contents)
    if seen and queries.content_of(before) not in (seen, queries.content_of(after)):
        raise LessonChanged
    held = queries.held_of(live)
    if kept is None and queries.held_of(after) == held:
        return None
    if kept is None:
        _note("course.change_proposed", live, by)
    found = kept or LessonProposal(lesson=live, begun_on=held)
    for name in KEPT:
        setattr(found, name, getattr(after, name))
    found.note, found.by, found.changed_at = note, by, now or clock_now()
    found.begun_on = held if over == held else found.begun_on
    found.save()
    _keep_files(found)
    return found


def propose_version(*, version: LessonVersion, note: str = "", by: User) -> LessonProposal | None:
    """Propose that a lesson be again what it was; over what waits already. Raises what propose_change does."""
    return propose_change(lesson=version.lesson, note=note, by=by, **contents_of(version))


@transaction.atomic
def drop_proposal(*, proposal: LessonProposal, by: User, now: datetime | None = None) -> None:
    """Give a change up, and take back what was asked about it; the lesson stays. Raises NotYours and ProposalEnded."""
    live = _live(proposal.lesson, by)
    if not end_proposals(lessons=[live.pk], at=now or clock_now()):
        raise ProposalEnded
    _note("course.change_dropped", live, by)


@transaction.atomic
def take_in(*, proposal: LessonProposal, by: User, now: datetime | None = None) -> Lesson:
    """Let a lesson that may be changed at once, a draft say, be what was proposed.

    Raises NotYours, ProposalEnded and SeenByLearners.
    """
    at = now or clock_now()
    live = _live(proposal.lesson, by)
    found = _still_open(proposal)
    note = "" if live.is_draft else found.note
    revise_lesson(lesson=live, note=note, by=by, written_by=str(found.by or ""), now=at, **_contents(found))
    end_proposals(lessons=[live.pk], at=at)
    _note("course.change_taken_in", live, by)
    return live


def publish_proposal(*, proposal: LessonProposal, by: User, now: datetime) -> Lesson:
    """Let learners see an approved change as the lesson's new version, by its author; tells them what changed.

    Raises ProposalEnded, NotSeenNow, LessonMovedOn and PreviewOfQuiz.
    """
    live = Lesson.objects.select_related("course", "asset").get(pk=proposal.lesson_id)
    found = _still_open(proposal)
    if live.is_draft or live.archived_at is not None:
        raise NotSeenNow
    if has_moved_on(found):
        raise LessonMovedOn
    revise_lesson(lesson=live, note=found.note, by=by, written_by=str(found.by or ""), now=now, **_contents(found))
    end_proposals(lessons=[live.pk], at=now)
    return live


def check_proposal(proposal: LessonProposal) -> None:
    """Stop a request that could not be approved; raises LessonMovedOn and SaysTheSame."""
    if has_moved_on(proposal):
        raise LessonMovedOn
    if queries.held_of(queries.as_proposed(proposal)) == queries.held_of(proposal.lesson):
        raise SaysTheSame


def has_moved_on(proposal: LessonProposal) -> bool:
    """Whether the lesson is another one than its author last looked at."""
    return queries.held_of(proposal.lesson) != proposal.begun_on


def _live(lesson: Lesson, by: User) -> Lesson:
    # whoever saves and whoever approves take turns
    Lesson.objects.select_for_update(no_key=True).get(pk=lesson.pk)
    live = Lesson.objects.select_related("course", "module", "asset").get(pk=lesson.pk)
    if not courses_of(by).filter(pk=live.course_id).exists():
        raise NotYours
    return live


def _still_open(proposal: LessonProposal) -> LessonProposal:
    found = LessonProposal.objects.open().select_related("asset", "by", "lesson__asset").filter(pk=proposal.pk).first()
    if found is None:
        raise ProposalEnded
    return found


def _filled(before: Lesson, contents: dict[str, Any]) -> Lesson:
    if unknown := set(contents) - set(KEPT):
        raise TypeError(f"not kept of a lesson: {sorted(unknown)}")
    after = copy(before)
    # a form without the list of blocks leaves them
    if contents.get("blocks", ()) is None:
        contents = {name: value for name, value in contents.items() if name != "blocks"}
    if "blocks" in contents:
        contents = {**contents, "blocks": checked_blocks(contents["blocks"])}
    for name, value in contents.items():
        setattr(after, name, value)
    if after.is_preview and after.kind in NEVER_PREVIEW:
        raise PreviewOfQuiz
    refuse_what_it_is(after)
    if follows(before, contents):
        after.minutes = estimated(after)
    return after


def _contents(proposal: LessonProposal) -> dict[str, Any]:
    return {name: getattr(proposal, name) for name in KEPT}


def _keep_files(proposal: LessonProposal) -> None:
    proposal.files.all().delete()
    files = files_of(proposal.blocks).values()
    ProposalFile.objects.bulk_create(ProposalFile(proposal=proposal, asset=asset) for asset in files)


def _note(action: str, lesson: Lesson, by: User) -> None:
    audit.record(by=by.email, action=action, target=lesson.title, tenant_id=require_tenant().id, data={})
