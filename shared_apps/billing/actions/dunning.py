"""What follows a payment, or a payment that failed: tries, letters, suspension, and the way back."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from shared_apps.billing.actions.issuing import lock
from shared_apps.billing.actions.telling import note
from shared_apps.billing.models import Invoice, Subscription
from shared_apps.tenants.actions import change_state
from shared_apps.tenants.models import Tenant

# what the registry says of a tenant that is closed because it did not pay
UNPAID = "unpaid"
BY = "billing"
_WARNED_BEFORE = timedelta(days=3)


def declined(held: Subscription, invoice: Invoice, *, why: str, now: datetime) -> None:
    """An attempt failed: the next one is planned while there are any, and the owner is told. Rows are locked."""
    invoice.attempts += 1
    held.past_due_since = held.past_due_since or now
    wait = dict(enumerate(settings.BILLING_TRIES_AFTER_DAYS, start=1)).get(invoice.attempts)
    invoice.next_try_at = now + timedelta(days=wait) if wait and held.suspended_at is None else None
    invoice.save(update_fields=["attempts", "next_try_at"])
    held.save(update_fields=["past_due_since"])
    if held.suspended_at is None:
        key = f"payment-failed:{invoice.id}:{now.isoformat()}"
        until = (held.past_due_since + timedelta(days=settings.BILLING_GRACE_DAYS)).isoformat()
        facts = {"invoice": invoice.number, "why": why, "until": until}
        note(tenant_id=held.tenant_id, kind="payment-failed", key=key, at=now, **facts)


def settled(held: Subscription, invoice: Invoice, *, now: datetime, waived: bool = False) -> None:
    """An invoice is paid, or waived: when nothing else is owed, all is well again. Rows are locked."""
    if not waived:
        invoice.paid_at = now
        note(tenant_id=held.tenant_id, kind="receipt", key=f"receipt:{invoice.id}", at=now, invoice=invoice.number)
    invoice.next_try_at = None
    invoice.save(update_fields=["paid_at", "next_try_at"])
    owing = Invoice.objects.open().filter(tenant_id=held.tenant_id, attempts__gt=0)
    if owing.exists():
        return
    held.past_due_since = None
    if held.suspended_at is not None:
        _open_again(held, now)
    held.save(update_fields=["past_due_since", "suspended_at", "period_ends_at"])


@transaction.atomic(using="control")
def suspend_overdue(*, tenant_id: UUID, now: datetime) -> bool:
    """Close a tenant whose grace is over, warn one whose grace nearly is. Nothing of it is deleted."""
    held = lock(tenant_id)
    if held is None or held.past_due_since is None or held.suspended_at is not None:
        return False
    over = held.past_due_since + timedelta(days=settings.BILLING_GRACE_DAYS)
    invoice = Invoice.objects.open().filter(tenant_id=tenant_id, attempts__gt=0).order_by("number").first()
    if invoice is None or now < over - _WARNED_BEFORE:
        return False
    if now < over:
        key, until = f"last-warning:{invoice.id}:{over.date()}", over.isoformat()
        note(tenant_id=tenant_id, kind="last-warning", key=key, at=now, invoice=invoice.number, until=until)
        return False
    row = Tenant.objects.select_for_update().get(id=tenant_id)
    if row.state != Tenant.State.ACTIVE:
        return False
    change_state(tenant=row, state=Tenant.State.SUSPENDED, by=BY, reason=UNPAID)
    held.suspended_at = now
    held.save(update_fields=["suspended_at"])
    Invoice.objects.open().filter(tenant_id=tenant_id).update(next_try_at=None)
    facts = {"invoice": invoice.number, "days": (now - held.past_due_since).days}
    note(tenant_id=tenant_id, kind="suspended", key=f"suspended:{invoice.id}:{now.isoformat()}", at=now, **facts)
    return True


@transaction.atomic(using="control")
def follow_operators(*, tenant_id: UUID, now: datetime) -> bool:
    """An operator opened what was closed for its bill: the grace begins anew, and what is open is asked for again."""
    held = lock(tenant_id)
    if held is None or held.suspended_at is None:
        return False
    if Tenant.objects.select_for_update().get(id=tenant_id).state != Tenant.State.ACTIVE:
        return False
    held.suspended_at, held.past_due_since = None, now
    held.period_ends_at = max(held.period_ends_at, now)
    held.save(update_fields=["suspended_at", "past_due_since", "period_ends_at"])
    Invoice.objects.open().filter(tenant_id=tenant_id).update(next_try_at=now, attempts=1)
    return True


def _open_again(held: Subscription, now: datetime) -> None:
    """What was closed for this is opened; what operators closed since then stays as they left it.

    What else is open was asked for no more while it was closed: now it is.
    """
    Invoice.objects.open().filter(tenant_id=held.tenant_id).update(next_try_at=now)
    row = Tenant.objects.select_for_update().get(id=held.tenant_id)
    since, held.suspended_at = held.suspended_at, None
    # the time it was closed is not billed
    held.period_ends_at = max(held.period_ends_at, now)
    if row.state != Tenant.State.SUSPENDED or row.state_reason != UNPAID:
        return
    change_state(tenant=row, state=Tenant.State.ACTIVE, by=BY, reason="paid")
    key = f"resumed:{held.tenant_id}:{since.isoformat() if since else ''}"
    note(tenant_id=held.tenant_id, kind="resumed", key=key, at=now)
