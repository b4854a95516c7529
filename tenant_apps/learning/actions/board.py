"""A cohort's board: writing on it, and what the team hides."""

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
from tenant_apps.learning.actions.paces import ReasonMissing
from tenant_apps.learning.events import CohortPosted
from tenant_apps.learning.models import Cohort, CohortPlace, CohortPost, Enrolment

MOST_LETTERS = 5_000
# of one learner within an hour
MOST_POSTS = 20


class NothingWritten(Refused):
    """An empty post."""

    field = "text"
    message = _("Write something first.")


class TooLong(Refused):
    """More than a post holds."""

    field = "text"
    message = _("A post holds up to %(most)s letters. Yours has %(letters)s.")


class TooManyPosts(Refused):
    """Faster than anybody reads."""

    message = _("You have written a lot in the last hour. Wait a little, then go on.")


class PostGone(Refused):
    """Hidden, taken back, or of another board."""

    message = _("The post you answer is not there any more.")


class NotYourCohort(Refused):
    """A board of others."""

    message = _("You are not in this cohort any more.")


@transaction.atomic
def write_post(
    *,
    cohort: Cohort,
    text: str,
    by: Any,
    enrolment: Enrolment | None = None,
    to: CohortPost | None = None,
    now: datetime | None = None,
) -> CohortPost:
    """Write on a cohort's board as a learner of it, or without an `enrolment` as the team; `to` answers a post.

    The same words within a minute are one post. Raises NothingWritten, TooLong, TooManyPosts, PostGone and
    NotYourCohort.
    """
    at, said = now or clock_now(), text.strip().replace("\0", "")
    if not said:
        raise NothingWritten
    if len(said) > MOST_LETTERS:
        raise TooLong(most=MOST_LETTERS, letters=len(said))
    # held, so that a double press is seen
    held = Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)
    if enrolment is not None and not CohortPlace.objects.filter(cohort=held, enrolment=enrolment).exists():
        raise NotYourCohort
    if to is not None and not held.posts.filter(pk=to.pk, to=None, hidden_at=None, taken_back_at=None).exists():
        raise PostGone
    own = held.posts.filter(by=by, posted_at__gt=at - timedelta(hours=1))
    if twice := own.filter(to=to, text=said, posted_at__gt=at - timedelta(minutes=1)).first():
        return twice
    if enrolment is not None and own.count() >= MOST_POSTS:
        raise TooManyPosts
    made = CohortPost.objects.create(cohort=held, to=to, by=by, is_from_team=enrolment is None, text=said, posted_at=at)
    publish(CohortPosted(post_id=made.pk))
    return made


@transaction.atomic
def hide_post(*, post: CohortPost, reason: str, by: Any, now: datetime | None = None) -> CohortPost:
    """Take a post off the board, with a reason that its writer sees; twice changes nothing. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    held = CohortPost.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=post.pk)
    if held.hidden_at is None:
        held.hidden_at, held.hidden_by, held.reason = now or clock_now(), str(by)[:254], reason.strip()[:300]
        held.save(update_fields=["hidden_at", "hidden_by", "reason"])
        _record("learning.post_hidden", held, by)
    return held


@transaction.atomic
def show_post(*, post: CohortPost, by: Any) -> CohortPost:
    """Put a post back on the board; twice changes nothing."""
    held = CohortPost.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=post.pk)
    if held.hidden_at is not None:
        held.hidden_at, held.hidden_by = None, ""
        _record("learning.post_shown", held, by)
        held.reason = ""
        held.save(update_fields=["hidden_at", "hidden_by", "reason"])
    return held


@transaction.atomic
def take_back_post(*, post: CohortPost, by: Any, now: datetime | None = None) -> None:
    """Delete one's own post, or its words alone where somebody answered; what is hidden or somebody else's stays."""
    # held, so that no answer comes in between
    Cohort.objects.select_for_update(no_key=True).get(pk=post.cohort_id)
    own = CohortPost.objects.filter(pk=post.pk, by=by, hidden_at=None, taken_back_at=None)
    if CohortPost.objects.filter(to=post.pk).exists():
        own.update(text="", taken_back_at=now or clock_now())
    else:
        own.delete()


@transaction.atomic
def be_quiet(*, enrolment: Enrolment, on: bool, now: datetime | None = None) -> None:
    """Send a learner no emails about their cohort's board, or send them again."""
    CohortPlace.objects.filter(enrolment=enrolment).update(quiet_since=(now or clock_now()) if on else None)


def _record(action: str, post: CohortPost, by: Any) -> None:
    here, target = require_tenant().id, str(post.key)
    audit.record(by=str(by), action=action, target=target, tenant_id=here, reason=post.reason, data={})
