"""Answers that nobody will ask for again."""

from celery import shared_task

from marque.kit import clock
from marque.kit.tenancy.context import enter
from marque.kit.tenancy.directory import all_tenants
from tenant_apps.api.once import forget_answers


@shared_task(name="api.tidy", tenantless=True, by_the_clock=True)
def tidy(**_newer: object) -> None:
    """Drop old answers in every tenant, also those of tokens that are used no more."""
    now = clock.now()
    for tenant in all_tenants():
        with enter(tenant):
            forget_answers(now=now)
