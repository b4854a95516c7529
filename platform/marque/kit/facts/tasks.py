"""Thin shells around the deliverer."""

from typing import Any

from celery import shared_task

from marque.kit.facts import deliver, sweep


@shared_task(name="facts.deliver", acks_late=True)
def deliver_fact(*, delivery_id: int, **_newer: Any) -> None:
    """Run one delivery in its tenant. Arguments of a newer release are accepted and ignored."""
    deliver.deliver(delivery_id)


# visits every tenant, so it belongs to none
@shared_task(name="facts.sweep", tenantless=True, by_the_clock=True)
def sweep_facts(**_newer: Any) -> None:
    """Find what a dead worker or a lost queue left behind, in every tenant."""
    sweep.sweep()
