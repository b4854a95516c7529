"""The sweep: what the queue forgot is found in Postgres."""

from datetime import timedelta

from django.conf import settings

from marque.kit import clock
from marque.kit.facts.deliver import deliver
from marque.kit.facts.models import Delivery
from marque.kit.facts.outbox import nudge
from marque.kit.tenancy.context import enter
from marque.kit.tenancy.directory import all_tenants

# one noisy tenant may not fill the queue before the others had their turn
_PER_TENANT = 200


def sweep() -> int:
    """Nudge every overdue delivery of every active tenant; returns how many."""
    found = 0
    for tenant in all_tenants():
        with enter(tenant):
            found += sweep_tenant()
    return found


def sweep_tenant() -> int:
    """Nudge the overdue deliveries of the current tenant."""
    now = clock.now()
    overdue = list(Delivery.objects.overdue(now).order_by("next_at").values_list("pk", flat=True)[:_PER_TENANT])
    if overdue:
        # the nudge is under way: do not send it again with each sweep while the queue is long
        Delivery.objects.filter(pk__in=overdue).update(next_at=now + timedelta(seconds=settings.OUTBOX_LEASE_SECONDS))
        nudge(overdue)
    return len(overdue)


def deliver_pending() -> int:
    """Run everything pending and free in the current tenant, and what that publishes, until nothing is left."""
    done = 0
    while waiting := list(Delivery.objects.free(clock.now()).order_by("pk").values_list("pk", flat=True)):
        done += sum(deliver(pk) for pk in waiting)
    return done
