"""The provisioning queue: its worker is the only one with the owner's login."""

from datetime import timedelta

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from marque.kit.api.once import KEPT
from provisioning.backups.tasks import back_up, drill, nightly
from provisioning.lifecycle.purge import purge_due
from provisioning.operations import run
from provisioning.spares import refill
from shared_apps.agencies.access import forget_answers
from shared_apps.operations.models import Operation

__all__ = ["back_up", "drill", "nightly", "purge", "run_operation", "sweep"]
_UNSTARTED, _SILENT = timedelta(seconds=30), timedelta(seconds=60)


@shared_task(name="provisioning.run_operation", tenantless=True)
def run_operation(operation_id: str, **_later: object) -> None:
    """Carry out one operation; delivered twice, it is done once."""
    run(operation_id)


@shared_task(name="provisioning.sweep", tenantless=True, by_the_clock=True)
def sweep(**_later: object) -> None:
    """Nudge what a lost message or a dead worker left behind; work that is only slow keeps its lease."""
    now = timezone.now()
    forgotten = Q(started_at=None, created_at__lt=now - _UNSTARTED) | Q(heartbeat_at__lt=now - _SILENT)
    left = Operation.objects.filter(forgotten, finished_at=None, failed_at=None)
    for operation_id in left.order_by("created_at").values_list("id", flat=True)[:100]:
        run_operation.delay(str(operation_id))
    forget_answers(before=now - KEPT)


@shared_task(name="provisioning.purge", tenantless=True, by_the_clock=True)
def purge(**_later: object) -> None:
    """Remove for good what was deleted 30 days ago."""
    purge_due(by="clock")


@shared_task(name="provisioning.spares", tenantless=True)
def spares(**_later: object) -> None:
    """Keep schemas ready for sign-ups, of this release."""
    refill()
