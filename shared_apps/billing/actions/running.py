"""The billing run: everything that is due, tenant by tenant. Cut off anywhere and run again, it ends the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from marque.kit import clock
from shared_apps.billing.actions.collecting import collect
from shared_apps.billing.actions.dunning import follow_operators, suspend_overdue
from shared_apps.billing.actions.rolling import roll_up
from shared_apps.billing.actions.telling import send_letters
from shared_apps.billing.actions.turning import turn, warn_of_trial
from shared_apps.billing.models import Invoice
from shared_apps.billing.queries import due_tenants


@dataclass(frozen=True)
class Done:
    """What a run did."""

    tenants: int = 0
    periods: int = 0
    paid: int = 0
    declined: int = 0
    suspended: int = 0
    letters: int = 0

    def __add__(self, other: Done) -> Done:
        return Done(**{name: getattr(self, name) + getattr(other, name) for name in vars(self)})


def run(*, by: str, now: datetime | None = None, progress: Callable[[str], None] = lambda step: None) -> Done:
    """Do what is due for every tenant; two runs at once do each thing once."""
    at, done = now or clock.now(), Done()
    for tenant_id in due_tenants(at):
        progress(str(tenant_id))
        done += look(tenant_id=tenant_id, now=at)
    return done


def look(*, tenant_id: UUID, now: datetime | None = None) -> Done:
    """Do what is due for one tenant: use read, periods begun, invoices collected, letters sent."""
    at = now or clock.now()
    follow_operators(tenant_id=tenant_id, now=at)
    roll_up(tenant_id=tenant_id, now=at)
    warn_of_trial(tenant_id=tenant_id, now=at)
    periods = turn(tenant_id=tenant_id, now=at)
    ready = Invoice.objects.open().filter(tenant_id=tenant_id, next_try_at__lte=at).order_by("number")
    tried = [collect(invoice_id=invoice_id, now=at) for invoice_id in list(ready.values_list("id", flat=True))]
    paid = sum(invoice.state == "paid" for invoice in tried)
    suspended = suspend_overdue(tenant_id=tenant_id, now=at)
    letters = send_letters(tenant_id=tenant_id, now=at)
    return Done(1, periods, paid, len(tried) - paid, int(suspended), letters)
