"""The sweep of what opens."""

from __future__ import annotations

import time
from typing import Any

from celery import shared_task

from marque.kit.clock import now
from marque.kit.tenancy.tasks import send_to_all
from tenant_apps.learning import actions
from tenant_apps.learning.models import EnrolmentList

# what a round may take before it leaves the rest to the next
LONGEST = 40


# visits every tenant, so it belongs to none
@shared_task(name="learning.sweep", tenantless=True)
def sweep(**_newer: Any) -> None:
    """Ask for a round in every business; a suspended one and a copy open nothing and write to nobody."""
    send_to_all(unlock, outward=True)


@shared_task(name="learning.unlock", by_the_clock=True)
def unlock(**_newer: Any) -> None:
    """Note what has opened, tell it, offer free places in cohorts, and ask for each person's email by itself."""
    at, until = now(), time.monotonic() + LONGEST
    for step in (actions.look, actions.tell):
        while step(now=at) and time.monotonic() < until:
            pass
    actions.offer_places(now=at)
    for list_id in actions.unheard_lists(now=at):
        work_on_list.delay(list_id=list_id)
    for person_id in actions.due_people(now=at):
        send_digest.delay(person_id)
    for invitation_id in actions.due_invitations(now=at):
        send_invitation.delay(invitation_id=invitation_id)


@shared_task(name="learning.send_digest", by_the_clock=True)
def send_digest(person_id: int, **_newer: Any) -> None:
    """Send one person's email of the morning."""
    actions.send_digest(person_id=person_id)


@shared_task(name="learning.send_invitation", by_the_clock=True)
def send_invitation(*, invitation_id: int, **_newer: Any) -> None:
    """Tell one learner of their place."""
    actions.send_invitation(invitation_id=invitation_id)


@shared_task(name="learning.work_on_list")
def work_on_list(*, list_id: int, **_newer: Any) -> None:
    """Enrol the people of a list, or go on where a lost worker stopped."""
    parent = EnrolmentList.objects.select_related("course__product", "by").filter(pk=list_id).first()
    if parent is not None:
        actions.work_on_list(parent=parent)
