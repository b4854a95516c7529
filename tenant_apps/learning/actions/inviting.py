"""Telling people of a place they were given, once for each time it is given."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from marque.kit.clock import now as clock_now
from marque.kit.tenancy.context import require_tenant
from shared_apps.plans.limits import has_room
from tenant_apps.learning import notices
from tenant_apps.learning.models import Enrolment, Invitation

# each minute, so that ten thousand of a list have theirs within twenty
BATCH = 600
# where the plan's emails of this month are used up
_FULL = timedelta(hours=1)


@transaction.atomic
def invite(*, enrolment: Enrolment, by: Any, message: str = "", now: datetime | None = None) -> Invitation:
    """Have a learner told of their place by email, once their course is published; the next round writes."""
    at = now or clock_now()
    said = {"by": by, "message": message.strip(), "asked_at": at, "due_at": at, "sent_at": None}
    return Invitation.objects.update_or_create(enrolment=enrolment, defaults=said)[0]


def due_invitations(*, now: datetime, most: int = BATCH) -> list[int]:
    """Who is to be told, the longest waiting first; of a course that is not published, nobody yet."""
    due = Invitation.objects.filter(due_at__lte=now, enrolment__course__published_at__isnull=False)
    return list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:most])


@transaction.atomic
def send_invitation(*, invitation_id: int, now: datetime | None = None) -> bool:
    """Write to one learner, and note it in the same commit. False: told already, not now, or the place is gone."""
    if require_tenant().safe_mode:
        return False
    at = now or clock_now()
    # two workers with one letter: the second finds nothing left
    held = Invitation.objects.select_for_update(of=("self",)).select_related("by", "enrolment__course")
    due = held.select_related("enrolment__person__user").filter(pk=invitation_id, due_at__lte=at)
    invitation = due.filter(enrolment__course__published_at__isnull=False).first()
    if invitation is None:
        return False
    is_told = invitation.enrolment.is_live and has_room("emails")
    if is_told:
        notices.send_invitation(invitation)
        invitation.sent_at = at
    # nobody is told of a place that ended; who only has to wait for next month's emails is
    invitation.due_at = at + _FULL if invitation.enrolment.is_live and not is_told else None
    invitation.save(update_fields=["due_at", "sent_at"])
    return is_told
