"""Celery tasks that run inside the tenant they were sent from."""

import logging
from collections.abc import Callable
from typing import Any

from celery import Task
from celery.exceptions import Reject
from django.db import transaction
from kombu.exceptions import OperationalError

from marque.kit import wrong_clock
from marque.kit.tenancy.context import enter, leave, require_tenant
from marque.kit.tenancy.directory import all_tenants, tenant_by_id

logger = logging.getLogger(__name__)
TENANT_HEADER = "marque_tenant"


class TenantTask(Task):
    """Carries the tenant in a header; sending without a tenant raises, running for one that is gone is rejected.

    `tenantless = True` marks the few tasks of the platform itself (sweeps, provisioning): they start in no tenant.
    `by_the_clock = True` marks those that end, send or charge because a time has come: where the machine's clock is
    wrong they do nothing, and the next round finds the work.
    """

    tenantless = False
    by_the_clock = False

    def apply_async(self, args: Any = None, kwargs: Any = None, **options: Any) -> Any:
        """Send the task with the current tenant's id; raises NoTenant outside of one."""
        if not self.tenantless:
            options["headers"] = {**(options.get("headers") or {}), TENANT_HEADER: str(require_tenant().id)}
        return super().apply_async(args, kwargs, **options)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run in the tenant of the header; Celery's Reject when it is gone."""
        if self.by_the_clock and wrong_clock.is_wrong():
            return None
        if self.tenantless:
            with leave():
                return super().__call__(*args, **kwargs)
        tenant_id = (self.request.headers or {}).get(TENANT_HEADER) or self.request.get(TENANT_HEADER)
        tenant = tenant_by_id(tenant_id) if tenant_id else None
        if tenant is None:
            raise Reject(f"{self.name}: tenant {tenant_id} is gone", requeue=False)
        with enter(tenant):
            return super().__call__(*args, **kwargs)


def send(task: Any, /, **kwargs: Any) -> bool:
    """Send a task now. False, and a line in the log, when the queue is away: a sweep has to find the work."""
    try:
        task.delay(**kwargs)
    except OperationalError as error:
        logger.warning("The queue is away (%s); the sweep will find %s %s later.", error, task.name, kwargs)
        return False
    return True


def soon(task: Any, /, **kwargs: Any) -> None:
    """Send a task once this is committed. Whatever is asked for like this has a sweep that finds what was lost."""
    after_commit(lambda: send(task, **kwargs))


def after_commit(do: Callable[[], object]) -> None:
    """Do something once this is committed, in the tenant of now: the commit may come after it was left."""
    tenant = require_tenant()

    def then() -> None:
        with enter(tenant):
            do()

    transaction.on_commit(then)


def send_to_all(task: TenantTask, *, outward: bool = False) -> None:
    """Send a task to every tenant; one that reaches `outward` (charges, writes) to no suspended one and to no copy."""
    for tenant in all_tenants():
        if outward and (tenant.state != "active" or tenant.safe_mode):
            continue
        with enter(tenant):
            task.delay()
