"""Keeping the operators' readings fresh."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from marque.kit import clock
from marque.kit.money import Money
from shared_apps.settlements.models import LedgerAlert, WaitingPayout


def note_payout(
    *,
    tenant_id: UUID,
    payout_key: UUID,
    code: str,
    money: Money,
    requested_at: datetime,
    approved_at: datetime | None,
    decided_at: datetime | None,
) -> WaitingPayout:
    """Write down how a payout stands now; facts that come late or twice change nothing that is decided."""
    values = {"code": code, "currency": money.currency, "amount": money.amount, "requested_at": requested_at}
    values |= {"tenant_id": tenant_id, "approved_at": approved_at, "decided_at": decided_at}
    return WaitingPayout.objects.update_or_create(payout_key=payout_key, defaults=values)[0]


def note_problems(*, tenant_id: UUID, gateway: str, problems: Sequence[str]) -> LedgerAlert | None:
    """Raise an alert, or clear the one there is when nothing is wrong any more."""
    open_one = LedgerAlert.objects.filter(tenant_id=tenant_id, gateway=gateway, cleared_at=None)
    if not problems:
        open_one.update(cleared_at=clock.now())
        return None
    return LedgerAlert.objects.update_or_create(
        tenant_id=tenant_id,
        gateway=gateway,
        cleared_at=None,
        defaults={"problems": list(problems)[:100]},
        create_defaults={"problems": list(problems)[:100], "found_at": clock.now()},
    )[0]
