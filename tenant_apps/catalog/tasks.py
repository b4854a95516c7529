"""Work on offers that nobody waits for."""

from __future__ import annotations

from celery import shared_task

from marque.kit import clock
from marque.kit.tenancy.tasks import send_to_all
from tenant_apps.catalog import actions


@shared_task(name="catalog.turn", by_the_clock=True)
def turn(**_newer: object) -> None:
    """Give on the seats of lapsed invitations, and tell which offers opened, closed or sold out."""
    now = clock.now()
    actions.lapse_invitations(now=now)
    actions.tell_states(now=now)


@shared_task(name="catalog.turn_everywhere", tenantless=True)
def turn_everywhere(**_newer: object) -> None:
    """Send `catalog.turn` to every tenant."""
    send_to_all(turn)
