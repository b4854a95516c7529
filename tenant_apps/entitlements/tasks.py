"""Work on entitlements that nobody waits for."""

from celery import shared_task

from marque.kit import clock
from marque.kit.tenancy.context import enter
from marque.kit.tenancy.directory import all_tenants
from tenant_apps.entitlements import actions


@shared_task(name="entitlements.end_lapsed")
def end_lapsed(**_newer: object) -> None:
    """Take back what ran out in this business, and give what was paid ahead and is due."""
    now = clock.now()
    actions.end_lapsed(now=now)
    actions.deliver_due(now=now)


@shared_task(name="entitlements.end_lapsed_everywhere", tenantless=True)
def end_lapsed_everywhere(**_newer: object) -> None:
    """Send `entitlements.end_lapsed` to every active business."""
    for tenant in all_tenants():
        with enter(tenant):
            end_lapsed.delay()
