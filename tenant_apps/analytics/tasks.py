"""The sweep that counts what changed."""

from __future__ import annotations

import time
from typing import Any

from celery import shared_task

from marque.kit.tenancy.tasks import send_to_all
from tenant_apps.analytics import actions

# what a round may take before it leaves the rest to the next
LONGEST = 30


# visits every tenant, so it belongs to none
@shared_task(name="analytics.sweep", tenantless=True)
def sweep(**_newer: Any) -> None:
    """Ask for a round in every business."""
    send_to_all(count)
    send_to_all(look)


@shared_task(name="analytics.count")
def count(**_newer: Any) -> None:
    """Count what learners did since the last round."""
    until = time.monotonic() + LONGEST
    while actions.count_due() and time.monotonic() < until:
        pass


@shared_task(name="analytics.look", by_the_clock=True)
def look(**_newer: Any) -> None:
    """Go on with today's look at who may not finish."""
    until = time.monotonic() + LONGEST
    while actions.look_at_some() and time.monotonic() < until:
        pass
