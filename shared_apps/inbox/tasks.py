"""Work on the inbox that no vendor waits for."""

from celery import shared_task
from kombu.exceptions import OperationalError

from marque.kit import clock
from shared_apps.inbox import actions
from shared_apps.inbox.models import Notice

AT_ONCE = 200


@shared_task(name="inbox.handle", tenantless=True)
def handle(*, notice_id: int, **_newer: object) -> None:
    """Handle one webhook."""
    actions.handle_notice(notice=Notice.objects.get(pk=notice_id), now=clock.now())


@shared_task(name="inbox.sweep", tenantless=True, by_the_clock=True)
def sweep(**_newer: object) -> None:
    """Handle what a dead worker or a lost queue left behind, and what is to be tried again."""
    now = clock.now()
    for notice in Notice.objects.due(now)[:AT_ONCE]:
        actions.handle_notice(notice=notice, now=now)


@shared_task(name="inbox.tidy", tenantless=True, by_the_clock=True)
def tidy(**_newer: object) -> None:
    """Let go of what is old."""
    actions.tidy(now=clock.now())


def nudge(notice: Notice) -> None:
    """Ask a worker to handle it now. A lost nudge costs time only: the sweep finds what was left."""
    try:
        handle.delay(notice_id=notice.pk)
    except OperationalError:
        return
