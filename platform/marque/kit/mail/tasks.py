"""Thin shells around the mail outbox."""

from datetime import timedelta
from typing import Any

from celery import shared_task
from django.conf import settings

from marque.kit import clock
from marque.kit.mail import outbox
from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import enter
from marque.kit.tenancy.directory import all_tenants

_PER_TENANT = 100


@shared_task(name="mail.send", acks_late=True)
def send_message(*, message_id: int, **_newer: Any) -> None:
    """Send one stored message of the tenant."""
    outbox.deliver(message_id)


# visits every tenant, so it belongs to none
@shared_task(name="mail.sweep", tenantless=True, by_the_clock=True)
def sweep_mail(**_newer: Any) -> None:
    """Find messages whose nudge was lost or whose retry is due, in every tenant."""
    for tenant in all_tenants():
        with enter(tenant):
            sweep_tenant()


def sweep_tenant() -> int:
    """Nudge the overdue messages of the current tenant; returns how many."""
    now = clock.now()
    overdue = SentEmail.objects.overdue(now - timedelta(seconds=settings.OUTBOX_SWEEP_SECONDS))
    found = list(overdue.order_by("next_at").values_list("pk", flat=True)[:_PER_TENANT])
    if found:
        SentEmail.objects.filter(pk__in=found).update(next_at=now + timedelta(seconds=60))
        outbox.nudge(found)
    return len(found)
