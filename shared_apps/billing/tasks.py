"""The clock's side of billing."""

from uuid import UUID

from celery import shared_task

from marque.kit import clock
from shared_apps.billing import actions
from shared_apps.billing.queries import due_tenants


@shared_task(name="billing.run", tenantless=True, by_the_clock=True)
def run(**_newer: object) -> None:
    """Have every tenant looked at that something is due for; one that fails stops no other."""
    for tenant_id in due_tenants(clock.now()):
        look.delay(str(tenant_id))


@shared_task(name="billing.look", tenantless=True, by_the_clock=True)
def look(tenant_id: str, **_newer: object) -> None:
    """Do what is due for one tenant."""
    actions.look(tenant_id=UUID(tenant_id))
