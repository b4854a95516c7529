"""Telling, away from whatever happened."""

from __future__ import annotations

from celery import shared_task

from marque.kit import clock
from marque.kit.tenancy.context import enter
from marque.kit.tenancy.directory import all_tenants
from tenant_apps.webhooks import actions


@shared_task(name="webhooks.work_off", acks_late=True)
def work_off_endpoint(*, endpoint_id: int, **_newer: object) -> None:
    """Send what is due to one endpoint."""
    actions.work_off(endpoint_id=endpoint_id)


# visits every tenant, so it belongs to none
@shared_task(name="webhooks.sweep", tenantless=True, by_the_clock=True)
def sweep_webhooks(**_newer: object) -> None:
    """Find what is due, in every tenant."""
    for tenant in all_tenants():
        with enter(tenant):
            actions.sweep()


@shared_task(name="webhooks.tidy", tenantless=True, by_the_clock=True)
def tidy_webhooks(**_newer: object) -> None:
    """Drop what is older than the log keeps, in every tenant."""
    now = clock.now()
    for tenant in all_tenants():
        with enter(tenant):
            actions.forget_old(now=now)
