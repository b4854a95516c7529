"""Work on quizzes that nobody waits for."""

from __future__ import annotations

from celery import shared_task

from marque.kit import clock
from marque.kit.tenancy.context import enter
from marque.kit.tenancy.directory import all_tenants
from tenant_apps.assessments import actions


@shared_task(name="assessments.close_overdue")
def close_overdue(**_newer: object) -> None:
    """Hand in the attempts whose time is up."""
    actions.close_overdue(now=clock.now())


@shared_task(name="assessments.close_overdue_everywhere", tenantless=True)
def close_overdue_everywhere(**_newer: object) -> None:
    """Send `assessments.close_overdue` to every active business."""
    for tenant in all_tenants():
        with enter(tenant):
            close_overdue.delay()
