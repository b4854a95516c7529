"""Asking for a review before visitors see a path, and deciding it."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction

from marque.kit.clock import now as clock_now
from tenant_apps.accounts.models import User
from tenant_apps.courses.actions import AskedAlready, ChangedMeanwhile, DecidedAlready, NothingToAsk, NotYours, SayWhy
from tenant_apps.courses.approval import needs_approval
from tenant_apps.courses.models import Verdict
from tenant_apps.courses.permissions import oversees
from tenant_apps.paths import letters
from tenant_apps.paths.actions import order
from tenant_apps.paths.actions.deciding import decide, note
from tenant_apps.paths.actions.making import check_finished, publish_path
from tenant_apps.paths.models import Path, PathApproval
from tenant_apps.paths.permissions import paths_of

_OWN = ("title", "slug", "summary", "description", "image_style", "is_enforced")


@transaction.atomic
def ask_approval(*, path: Path, note: str = "", by: User) -> PathApproval:
    """Ask owner and staff to publish a path, and write to them.

    Raises NothingToAsk, NothingToPublish, StillDraft and AskedAlready.
    """
    held = order.lock(path)
    if not needs_approval(by) or held.is_published or not paths_of(by).filter(pk=path.pk).exists():
        raise NothingToAsk
    check_finished(held)
    try:
        with transaction.atomic():
            made = PathApproval.objects.create(path=held, asked_by=by, note=note.strip()[:500])
    except IntegrityError as error:
        raise AskedAlready from error
    letters.send_question(made)
    return made


@transaction.atomic
def approve(*, approval: PathApproval, seen: str, by: User, now: datetime | None = None) -> PathApproval:
    """Publish the path that was asked for, and write to who asked.

    Raises NotYours, DecidedAlready, ChangedMeanwhile and whatever publishing it raises.
    """
    found = _waiting(approval, by)
    if seen != digest(found.path):
        raise ChangedMeanwhile
    publish_path(path=found.path, by=by, now=now)
    return PathApproval.objects.select_related("path", "asked_by", "decided_by").get(pk=found.pk)


@transaction.atomic
def send_back(*, approval: PathApproval, reason: str, by: User, now: datetime | None = None) -> PathApproval:
    """Let the author change it first, and write why; raises NotYours, DecidedAlready and SayWhy."""
    found = _waiting(approval, by)
    if not reason.strip():
        raise SayWhy
    found.reason = reason.strip()[:1000]
    return decide(found, Verdict.RETURNED, by, now)


@transaction.atomic
def withdraw(*, approval: PathApproval, by: User, now: datetime | None = None) -> PathApproval:
    """Take a request back; twice changes nothing. Raises NotYours and DecidedAlready."""
    if not paths_of(by).filter(pk=approval.path_id).exists():
        raise NotYours
    order.lock(approval.path)
    found = PathApproval.objects.select_related("path").get(pk=approval.pk)
    if found.decided_at is None:
        found.verdict, found.decided_at = Verdict.WITHDRAWN, now or clock_now()
        found.save(update_fields=["verdict", "decided_at"])
        note("course.review_withdrawn", found, by)
    elif found.verdict != Verdict.WITHDRAWN:
        raise DecidedAlready
    return found


def digest(path: Path) -> str:
    """A word for what would be published: another one as soon as anything of it changes."""
    own = list(Path.objects.filter(pk=path.pk).values_list(*_OWN))
    steps = list(path.steps.order_by("position").values_list("course__key", "is_optional"))
    return hashlib.sha256(repr((own, steps)).encode()).hexdigest()[:32]


def _waiting(approval: PathApproval, by: User) -> PathApproval:
    if not oversees(by):
        raise NotYours
    # no author changes it between what is compared and what is published
    order.lock(approval.path)
    found = PathApproval.objects.select_related("path", "asked_by").get(pk=approval.pk)
    if found.decided_at is not None:
        raise DecidedAlready
    return found
