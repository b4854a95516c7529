"""The sweep that sends what is due."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from marque.kit.clock import now
from marque.kit.tenancy.tasks import send_to_all
from tenant_apps.sequences import actions


# visits every tenant, so it belongs to none
@shared_task(name="sequences.sweep", tenantless=True)
def sweep_sequences(**_newer: Any) -> None:
    """Ask a worker to send what is due, tenant by tenant; a suspended business and a copy write to nobody."""
    send_to_all(send_due, outward=True)


@shared_task(name="sequences.send_due", by_the_clock=True)
def send_due(**_newer: Any) -> None:
    """Ask for one tenant's due emails, each by itself: one that fails holds up nobody else's."""
    for run_id in actions.due_runs(now=now()):
        send_next.delay(run_id)


@shared_task(name="sequences.send_next", by_the_clock=True)
def send_next(run_id: int, **_newer: Any) -> None:
    """Send one person's next email."""
    actions.send_next(run_id=run_id)
