"""A tenant is removed for good: what billing keeps of it are its invoices, as the law wants."""

from uuid import UUID

from django.db import transaction

from shared_apps.billing.models import BilledSales, Letter, Reading, Subscription


@transaction.atomic(using="control")
def forget_tenant(*, tenant_id: UUID) -> None:
    """Forget what a tenant agreed to, its card, its use and its letters. Doing it twice changes nothing."""
    for model in (BilledSales, Letter, Reading, Subscription):
        model.objects.filter(tenant_id=tenant_id).delete()
