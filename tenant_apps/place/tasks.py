"""The sweep of reminders, and of letters about dates ahead."""

from __future__ import annotations

import time
from typing import Any

from celery import shared_task

from marque.kit.clock import now
from marque.kit.tenancy.tasks import send_to_all
from tenant_apps.place import actions

# what a round may take before it leaves the rest to the next
LONGEST = 40


# visits every tenant, so it belongs to none
@shared_task(name="place.sweep", tenantless=True)
def sweep(**_newer: Any) -> None:
    """Ask for a round in every business; a suspended one and a copy remind nobody."""
    send_to_all(remind, outward=True)


@shared_task(name="place.remind", by_the_clock=True)
def remind(**_newer: Any) -> None:
    """Ask for each reminder whose hour has come, and for each learner's letters about dates ahead, by itself."""
    at, until = now(), time.monotonic() + LONGEST
    for reminder_id in actions.due_reminders(now=at):
        send_reminder.delay(reminder_id)
    actions.forget_stale(now=at)
    actions.look_for_live(now=at)
    while actions.look_for_due(now=at) and time.monotonic() < until:
        pass
    for person_id in actions.due_for_letters(now=at):
        send_dates.delay(person_id)


@shared_task(name="place.send_reminder", by_the_clock=True)
def send_reminder(reminder_id: int, **_newer: Any) -> None:
    """Send one reminder."""
    actions.send_reminder(reminder_id=reminder_id)


@shared_task(name="place.send_dates", by_the_clock=True)
def send_dates(person_id: int, **_newer: Any) -> None:
    """Tell one learner of dates ahead."""
    actions.send_dates(person_id=person_id)
