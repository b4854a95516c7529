"""What operators may forgive."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from marque.kit import clock
from marque.kit.money import Money
from shared_apps.billing.actions.dunning import settled
from shared_apps.billing.actions.issuing import lock
from shared_apps.billing.errors import BadCredit, NoSubscription, NotOpen
from shared_apps.billing.models import Credit, Invoice, PaymentState
from shared_apps.operations.audit import record
from shared_apps.tenants.models import Tenant

MOST = 10**12


@transaction.atomic(using="control")
def grant_credit(*, tenant: Tenant, money: Money, reason: str, by: str) -> Credit:
    """Give a tenant credit, which its next invoices use first; raises BadCredit or NoSubscription."""
    held = lock(tenant.id)
    if held is None:
        raise NoSubscription
    if not 0 < money.amount <= MOST or not reason.strip() or money.currency != held.currency:
        raise BadCredit
    row = Credit.objects.create(
        tenant_id=tenant.id, currency=money.currency, amount=money.amount, reason=reason.strip()[:300], by=by,
        at=clock.now(),
    )  # fmt: skip
    data = {"amount": money.amount, "currency": money.currency}
    record(by=by, action="billing.credit", target=tenant.slug, tenant_id=tenant.id, reason=reason[:500], data=data)
    return row


@transaction.atomic(using="control")
def waive_invoice(*, tenant_id: UUID, number: int, reason: str, by: str) -> Invoice:
    """Ask no more for an invoice; its number stays. Raises NotOpen, or BadCredit without a reason.

    One whose payment is on its way is left alone until its outcome is known.
    """
    held = lock(tenant_id)
    invoice = Invoice.objects.select_for_update().filter(tenant_id=tenant_id, number=number).first()
    if held is None or invoice is None or invoice.state != "open":
        raise NotOpen
    if invoice.payments.filter(state=PaymentState.ASKED).exists():
        raise NotOpen
    if not reason.strip():
        raise BadCredit(field="reason")
    now = clock.now()
    invoice.waived_at, invoice.waived_by, invoice.waived_reason = now, by, reason.strip()[:300]
    invoice.save(update_fields=["waived_at", "waived_by", "waived_reason"])
    settled(held, invoice, now=now, waived=True)
    slug = invoice.buyer["slug"]
    record(
        by=by, action="billing.waive", target=slug, tenant_id=tenant_id, reason=reason[:500], data={"number": number}
    )
    return invoice
