"""Invoices as they are written: numbered without gaps, each for one thing, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from marque.kit.money import Money
from shared_apps.billing.actions.telling import note
from shared_apps.billing.models import Credit, Invoice, InvoiceCounter, Subscription
from shared_apps.billing.queries import balance_of
from shared_apps.tenants.models import Tenant

Line = tuple[str, Money]


def lock(tenant_id: UUID) -> Subscription | None:
    """A tenant's subscription, held to the end of the transaction. Whoever writes to its bill holds it first."""
    found = Subscription.objects.select_for_update(of=("self",)).select_related("plan", "coupon")
    return found.filter(tenant_id=tenant_id).first()


@transaction.atomic(using="control")
def issue(
    *,
    held: Subscription,
    kind: str,
    key: str,
    lines: Sequence[Line],
    starts: datetime,
    ends: datetime,
    at: datetime,
    agency_amount: int = 0,
) -> Invoice | None:
    """The invoice of this key, written now or before; None where nothing is owed. `held` is locked.

    What credit there is in its currency pays first; what is left is collected from `at` on.
    """
    known = Invoice.objects.filter(tenant_id=held.tenant_id, key=key).first()
    nothing = Money.zero(lines[0][1].currency if lines else held.currency)
    subtotal = sum((money for _title, money in lines), nothing)
    if known is not None or subtotal.amount <= 0:
        return known
    credit = min(max(balance_of(held.tenant_id, subtotal.currency), nothing), subtotal)
    total = subtotal - credit
    invoice = Invoice.objects.create(
        number=_next_number(), tenant_id=held.tenant_id, kind=kind, key=key, issued_at=at, currency=subtotal.currency,
        period_starts_at=starts, period_ends_at=ends,
        lines=[{"title": str(title), "amount": money.amount} for title, money in lines],
        subtotal_amount=subtotal.amount, credit_amount=credit.amount, total_amount=total.amount,
        agency_id=held.coupon.agency_id if held.coupon else None,
        agency_amount=max(0, min(agency_amount, total.amount)),
        seller=seller(), buyer=_buyer(held.tenant_id),
        next_try_at=at if total else None, paid_at=None if total else at,
    )  # fmt: skip
    if credit:
        Credit.objects.create(
            tenant_id=held.tenant_id, currency=credit.currency, amount=-credit.amount, at=at, by="billing",
            reason=str(invoice), invoice=invoice,
        )  # fmt: skip
    if not total:
        note(tenant_id=held.tenant_id, kind="receipt", key=f"receipt:{invoice.id}", at=at, invoice=invoice.number)
    return invoice


def seller() -> dict[str, str]:
    """Who the platform is, as its invoices say it."""
    platform = Tenant.objects.filter(type=Tenant.Type.PLATFORM).values_list("name", flat=True).first()
    address = "\n".join(line.strip() for line in settings.BILLING_SELLER_ADDRESS.split(";") if line.strip())
    return {
        "name": settings.BILLING_SELLER_NAME or platform or settings.PLATFORM_HOST,
        "address": address,
        "tax_id": settings.BILLING_SELLER_TAX_ID,
        "prefix": settings.BILLING_PREFIX,
    }


def _buyer(tenant_id: UUID) -> dict[str, Any]:
    row = Tenant.objects.get(id=tenant_id)
    return {"name": row.name, "email": row.owner_email, "slug": row.slug}


def _next_number() -> int:
    InvoiceCounter.objects.get_or_create(pk=1)
    counter = InvoiceCounter.objects.select_for_update().get(pk=1)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
