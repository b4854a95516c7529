"""Work on orders that nobody waits for."""

from __future__ import annotations

from celery import shared_task

from marque.kit import clock
from marque.kit.tenancy.context import enter
from marque.kit.tenancy.directory import all_tenants
from tenant_apps.orders import actions
from tenant_apps.orders.models import GatewayEvent
from tenant_apps.payments.actions import forget_removed


@shared_task(name="orders.handle_gateway_event")
def handle_gateway_event(*, event_key: str, **_newer: object) -> None:
    """Handle one kept webhook."""
    actions.handle_event(event=GatewayEvent.objects.get(key=event_key))


@shared_task(name="orders.tidy")
def tidy(**_newer: object) -> None:
    """Settle what was left under way in this business."""
    now = clock.now()
    actions.reconcile_payments(now=now)
    actions.note_missing_fees(now=now)
    actions.cancel_abandoned(now=now)
    forget_removed()
    for event in GatewayEvent.objects.unprocessed(now)[:100]:
        actions.handle_event(event=event)


@shared_task(name="orders.tidy_everywhere", tenantless=True)
def tidy_everywhere(**_newer: object) -> None:
    """Send `orders.tidy` to every active business."""
    for tenant in all_tenants():
        with enter(tenant):
            tidy.delay()
