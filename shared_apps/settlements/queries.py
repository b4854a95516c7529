"""What operators' files hold: asked by whoever would pay or return a payout another way."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from shared_apps.settlements.models import BatchLine


def live_batches(payout_keys: Collection[UUID]) -> dict[UUID, str]:
    """The code of the file that holds each of these payouts; those that no file holds are left out."""
    held = BatchLine.objects.live().filter(payout_key__in=payout_keys)
    return dict(held.values_list("payout_key", "batch__code"))
