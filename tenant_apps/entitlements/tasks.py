"""Work on entitlements that nobody waits for."""

from celery import shared_task

from marque.kit import clock
from marque.kit.tenancy.tasks import send_to_all
from tenant_apps.entitlements import actions


@shared_task(name="entitlements.end_lapsed", by_the_clock=True)
def end_lapsed(**_newer: object) -> None:
    """Take back what ran out in this business, give what was paid ahead and is due, write to whose access ends soon."""
    now = clock.now()
    actions.end_lapsed(now=now)
    actions.deliver_due(now=now)
    actions.remind(now=now)


@shared_task(name="entitlements.end_lapsed_everywhere", tenantless=True)
def end_lapsed_everywhere(**_newer: object) -> None:
    """Send `entitlements.end_lapsed` to every tenant."""
    send_to_all(end_lapsed)
