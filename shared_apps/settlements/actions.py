"""Keeping the operators' readings fresh."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from marque.kit import clock
from marque.kit.money import Money
from shared_apps.operations.audit import record
from shared_apps.settlements.models import LedgerAlert, WaitingPayout


def note_payout(
    *,
    tenant_id: UUID,
    payout_key: UUID,
    code: str,
    money: Money,
    method: str,
    requested_at: datetime,
    approved_at: datetime | None,
    decided_at: datetime | None,
) -> WaitingPayout:
    """Write down how a payout stands now; facts that come late or twice change nothing that is decided."""
    values = {"code": code, "currency": money.currency, "amount": money.amount, "requested_at": requested_at}
    values |= {"method": method, "tenant_id": tenant_id, "approved_at": approved_at, "decided_at": decided_at}
    return WaitingPayout.objects.update_or_create(payout_key=payout_key, defaults=values)[0]


def note_problem(*, tenant_id: UUID, gateway: str, problem: str) -> LedgerAlert:
    """Add one problem to the open alert; an operator clears it by hand. The same one twice is one."""
    alert, _new = LedgerAlert.objects.get_or_create(
        tenant_id=tenant_id, gateway=gateway[:32], cleared_at=None, defaults={"found_at": clock.now()}
    )
    if problem not in alert.problems:
        alert.problems = [*alert.problems, problem][-100:]
        alert.save(update_fields=["problems"])
    return alert


def clear_alert(*, alert: LedgerAlert, by: str) -> None:
    """Somebody has looked. Calling it twice changes nothing."""
    if LedgerAlert.objects.filter(pk=alert.pk, cleared_at=None).update(cleared_at=clock.now()):
        record(by=by, action="ledger.alert-cleared", target=alert.gateway, tenant_id=alert.tenant_id)


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
