"""Work on quizzes and assignments that nobody waits for."""

from __future__ import annotations

from celery import shared_task

from marque.kit import clock
from marque.kit.tenancy.tasks import send_to_all
from tenant_apps.assessments import actions


@shared_task(name="assessments.close_overdue", by_the_clock=True)
def close_overdue(**_newer: object) -> None:
    """Hand in the attempts whose time is up."""
    actions.close_overdue(now=clock.now())


@shared_task(name="assessments.close_overdue_everywhere", tenantless=True)
def close_overdue_everywhere(**_newer: object) -> None:
    """Send `assessments.close_overdue` to every tenant."""
    send_to_all(close_overdue)


@shared_task(name="assessments.give_out_works", by_the_clock=True)
def give_out_works(**_newer: object) -> None:
    """Give works to those who review them, and take back what was not done in time."""
    for assignment_id in actions.assignments_with_peers():
        actions.give_out(assignment_id=assignment_id)


@shared_task(name="assessments.give_out_works_everywhere", tenantless=True)
def give_out_works_everywhere(**_newer: object) -> None:
    """Send `assessments.give_out_works` to every tenant."""
    send_to_all(give_out_works)
