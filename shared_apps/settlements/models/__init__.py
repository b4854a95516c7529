"""Payouts and books as operators see them; the platform's own accounts; files for its bank."""

from shared_apps.settlements.models.batches import BatchForm, BatchLine, BatchState, PlatformBatch
from shared_apps.settlements.models.platform import CollectingGrant, PlatformGateway
from shared_apps.settlements.models.readings import LedgerAlert, WaitingPayout

__all__ = [
    "BatchForm",
    "BatchLine",
    "BatchState",
    "CollectingGrant",
    "LedgerAlert",
    "PlatformBatch",
    "PlatformGateway",
    "WaitingPayout",
]
