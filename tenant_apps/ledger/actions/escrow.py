"""Letting go of what waits in escrow."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from marque.kit import clock
from marque.kit.commands.registry import command
from tenant_apps.ledger.actions.posting import Leg, Pot, post
from tenant_apps.ledger.actions.undoing import hold_order
from tenant_apps.ledger.models import AccountKind, EscrowHold, Posting


@command("ledger.release_escrow")
def release_escrow(*, person_id: int, product_id: int, reason: str = "", **_later: object) -> int:
    """Release what waits for this buyer to finish this product; how many shares that were."""
    waiting = EscrowHold.objects.waiting().filter(order__buyer_id=person_id, product_id=product_id)
    return sum(release(hold=hold, reason=reason) for hold in waiting.order_by("pk"))


def release_due(*, now: datetime) -> int:
    """Release everything whose day has come."""
    due = EscrowHold.objects.due(now).order_by("pk")
    return sum(release(hold=hold, reason="") for hold in due)


@transaction.atomic
def release(*, hold: EscrowHold, reason: str) -> bool:
    """Give one share to its owner. Calling it twice changes nothing; False when there was nothing left of it."""
    hold_order(hold.order)
    hold = EscrowHold.objects.select_for_update().select_related("account").get(pk=hold.pk)
    if hold.released_at is not None:
        return False
    hold.released_at, hold.reason = clock.now(), reason[:200]
    hold.save(update_fields=["released_at", "reason"])
    kept = hold.entries.filter(account__kind=AccountKind.ESCROW).aggregate(total=Sum("amount"))["total"] or 0
    if not kept:
        return False
    owner = hold.account.owner_id
    post(
        kind=Posting.ESCROW_RELEASED,
        source=f"escrow:{hold.key}",
        currency=hold.account.currency,
        legs=[
            Leg(Pot(AccountKind.ESCROW, owner), -kept, None, hold.pk),
            Leg(Pot(hold.account.kind, owner), kept),
        ],
        order=hold.order,
        note=reason,
    )
    return True
