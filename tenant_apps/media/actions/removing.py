"""Films that are gone here are removed at their host: written down first, told then, until it holds."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.tenancy.tasks import soon
from shared_apps.integrations.ports.errors import ProviderError
from tenant_apps.media.hosts import our_host, our_mark
from tenant_apps.media.models import Asset, HostedFilm, HostedRemoval

AT_ONCE = 10
MOST_TRIES = 12
_LEASE = timedelta(minutes=5)
_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720, 1440))


def note_removal(*, asset: Asset) -> None:
    """Within the transaction that removes a film: have it removed at its host, where it was this business's."""
    from tenant_apps.media import tasks  # inline: the task calls this module

    for hosted in HostedFilm.objects.filter(asset=asset, kept_for=our_mark()):
        if hosted.upload or hosted.reference:
            HostedRemoval.objects.create(
                host=hosted.host, upload=hosted.upload, reference=hosted.reference, try_at=clock.now()
            )
            soon(tasks.remove_hosted)


def settle_removals(*, now: datetime | None = None) -> int:
    """Tell hosts of what is to be removed; how many were told. Killed and run again, nothing is left or told amiss."""
    taken = _take_turn(now or clock.now())
    for row in taken:
        _settle(row, now or clock.now())
    return len(taken)


def ask_removals_again(*, now: datetime | None = None) -> None:
    """Have removals that were given up tried again."""
    HostedRemoval.objects.filter(try_at=None).update(try_at=now or clock.now(), tries=0)


@transaction.atomic
def _take_turn(at: datetime) -> list[HostedRemoval]:
    rows = list(HostedRemoval.objects.due(at).select_for_update(skip_locked=True)[:AT_ONCE])
    for row in rows:
        row.tries, row.try_at = row.tries + 1, at + _LEASE
        row.save(update_fields=["tries", "try_at"])
    return rows


def _settle(row: HostedRemoval, at: datetime) -> None:
    try:
        our_host(row.host).remove(upload=row.upload, reference=row.reference)
    except (ProviderError, Refused) as error:
        row.problem = str(getattr(error, "message", error))[:500]
        row.try_at = at + _WAITS[min(row.tries, len(_WAITS)) - 1] if row.tries < MOST_TRIES else None
        row.save(update_fields=["problem", "try_at"])
    else:
        row.delete()
