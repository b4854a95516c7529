"""The sweep of what opens."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import Any

from celery import shared_task
from django.db import connection
from django.utils import timezone

from marque.kit.clock import now
from marque.kit.tenancy.tasks import send_to_all
from tenant_apps.learning import actions
from tenant_apps.learning.models import EnrolmentList

logger = logging.getLogger(__name__)
# what a round may take before it leaves the rest to the next
LONGEST = 40
WRONG = timedelta(minutes=5)


# visits every tenant, so it belongs to none
@shared_task(name="learning.sweep", tenantless=True)
def sweep(**_newer: Any) -> None:
    """Ask for a round in every business; a suspended one and a copy open nothing and write to nobody."""
    send_to_all(unlock, outward=True)


@shared_task(name="learning.unlock")
def unlock(**_newer: Any) -> None:
    """Note what has opened, tell it, offer free places in cohorts, and ask for each person's email by itself."""
    if _clock_is_wrong():
        return
    at, until = now(), time.monotonic() + LONGEST
    for step in (actions.look, actions.tell):
        while step(now=at) and time.monotonic() < until:
            pass
    actions.offer_places(now=at)
    for list_id in actions.unheard_lists(now=at):
        work_on_list.delay(list_id=list_id)
    for person_id in actions.due_people(now=at):
        send_digest.delay(person_id)


@shared_task(name="learning.send_digest")
def send_digest(person_id: int, **_newer: Any) -> None:
    """Send one person's email of the morning."""
    actions.send_digest(person_id=person_id)


@shared_task(name="learning.work_on_list")
def work_on_list(*, list_id: int, **_newer: Any) -> None:
    """Enrol the people of a list, or go on where a lost worker stopped."""
    parent = EnrolmentList.objects.select_related("course__product", "by").filter(pk=list_id).first()
    if parent is not None:
        actions.work_on_list(parent=parent)


def _clock_is_wrong() -> bool:
    """Whether this machine's clock and the database's tell different times: then it opens nothing too early."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (at,) = cursor.fetchone()
    wrong = abs(timezone.now() - at) > WRONG
    if wrong:
        logger.error("The clock of this machine is off by %s: nothing is unlocked here.", timezone.now() - at)
    return wrong
