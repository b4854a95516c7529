"""Work on orders that nobody waits for."""

from __future__ import annotations

from celery import shared_task

from marque.kit import clock
from marque.kit.tenancy.context import require_tenant
from marque.kit.tenancy.tasks import send_to_all
from tenant_apps.orders import actions
from tenant_apps.orders.models import GatewayEvent
from tenant_apps.payments.actions import follow_domains, forget_removed


@shared_task(name="orders.handle_gateway_event")
def handle_gateway_event(*, event_key: str, **_newer: object) -> None:
    """Handle one kept webhook."""
    actions.handle_event(event=GatewayEvent.objects.get(key=event_key))


@shared_task(name="orders.tidy", by_the_clock=True)
def tidy(**_newer: object) -> None:
    """Settle what was left under way in this business."""
    now = clock.now()
    actions.reconcile_payments(now=now)
    actions.note_missing_fees(now=now)
    actions.release_overheld(now=now)
    actions.remind_of_awaited(now=now)
    actions.end_waits(now=now)
    actions.cancel_abandoned(now=now)
    if not require_tenant().safe_mode:
        actions.send_due_gifts(now=now)
        actions.declare_left(now=now)
    actions.forget_left(now=now)
    forget_removed()
    actions.report_taxes()
    for event in GatewayEvent.objects.unprocessed(now)[:100]:
        actions.handle_event(event=event)
    follow_domains(now=now)


@shared_task(name="orders.tidy_everywhere", tenantless=True)
def tidy_everywhere(**_newer: object) -> None:
    """Send `orders.tidy` to every tenant."""
    send_to_all(tidy)


@shared_task(name="orders.renew_everywhere", tenantless=True)
def renew_everywhere(**_newer: object) -> None:
    """Ask for what is due in every business; a suspended one and a copy charge nobody."""
    send_to_all(renew_due, outward=True)


@shared_task(name="orders.renew_due", by_the_clock=True)
def renew_due(**_newer: object) -> None:
    """Ask for each due subscription by itself: a gateway that is slow for one holds up nobody else."""
    now = clock.now()
    actions.remind_of_trials(now=now)
    actions.win_back(now=now)
    for subscription_id in actions.due_subscriptions(now=now):
        renew.delay(subscription_id)


@shared_task(name="orders.renew", by_the_clock=True)
def renew(subscription_id: int, **_newer: object) -> None:
    """Do what is due for one subscription."""
    actions.renew(subscription_id=subscription_id, now=clock.now())
