"""The sweep of reminders."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from marque.kit.clock import now
from marque.kit.tenancy.tasks import send_to_all
from tenant_apps.place import actions


# visits every tenant, so it belongs to none
@shared_task(name="place.sweep", tenantless=True)
def sweep(**_newer: Any) -> None:
    """Ask for a round in every business; a suspended one and a copy remind nobody."""
    send_to_all(remind, outward=True)


@shared_task(name="place.remind", by_the_clock=True)
def remind(**_newer: Any) -> None:
    """Ask for each reminder whose hour has come, by itself."""
    for reminder_id in actions.due_reminders(now=now()):
        send_reminder.delay(reminder_id)


@shared_task(name="place.send_reminder", by_the_clock=True)
def send_reminder(reminder_id: int, **_newer: Any) -> None:
    """Send one reminder."""
    actions.send_reminder(reminder_id=reminder_id)
