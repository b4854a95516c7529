"""What becomes of a file: sent, settled, single payouts failed, void.

What is decided is written down first, then brought into each business's books. Cut off, the same act goes on.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marque.console.batches.files import kept
from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.tenancy.context import enter
from shared_apps.operations.audit import record
from shared_apps.settlements.models import BatchLine, BatchState, PlatformBatch
from shared_apps.tenants.models import Tenant
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.models import Payout

_PAID, _FAILED = BatchLine.Outcome.PAID, BatchLine.Outcome.FAILED


class NotNow(Refused):
    """The file is not at that point."""

    message = _("This file is %(state)s, so that cannot be done with it.")


class ReasonMissing(Refused):
    """Nobody could explain it later."""

    field = "reason"
    message = _("Write a reason. It is kept with the books.")


class NoSuchLine(Refused):
    """None was chosen, or it is in no file any more."""

    message = _("Choose payouts that are in this file.")


def fetch(*, batch: PlatformBatch, by: str) -> bytes:
    """The file, as it was made; written into the audit log. Raises NotNow and Unreadable."""
    if not batch.made_at or batch.void_at:
        raise NotNow(state=batch.state.label)
    content = kept(batch)
    record(by=by, action="payouts.file-fetched", target=batch.code, data={"sha256": batch.digest})
    return content


def mark_sent(*, batch: PlatformBatch, by: str) -> PlatformBatch:
    """The bank has it. Calling it twice changes nothing; raises NotNow."""
    with transaction.atomic(using="control"):
        batch = _held(batch, BatchState.MADE, BatchState.SENT, BatchState.SETTLED)
        if batch.sent_at is None:
            batch.sent_at, batch.sent_by = clock.now(), by
            batch.save(update_fields=["sent_at", "sent_by"])
            record(by=by, action="payouts.file-sent", target=batch.code)
    return batch


def void(*, batch: PlatformBatch, reason: str, by: str) -> PlatformBatch:
    """It is not paid: its payouts wait again. Calling it twice changes nothing.

    Raises ReasonMissing, and NotNow once any of it is decided.
    """
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic(using="control"):
        batch = _held(batch, BatchState.BEGUN, BatchState.MADE, BatchState.SENT, BatchState.VOID)
        if batch.void_at:
            return batch
        if batch.lines.exclude(outcome="").exists():
            raise NotNow(state=_now("settled in part"))
        batch.void_at, batch.void_by, batch.void_reason = clock.now(), by, reason.strip()[:300]
        batch.save(update_fields=["void_at", "void_by", "void_reason"])
        batch.lines.live().update(released_at=batch.void_at)
        record(by=by, action="payouts.file-void", target=batch.code, reason=batch.void_reason)
    return batch


def settle(*, batch: PlatformBatch, by: str) -> PlatformBatch:
    """Everything in it that did not fail is paid, in every business's books once. Raises NotNow."""
    with transaction.atomic(using="control"):
        batch = _held(batch, BatchState.SENT, BatchState.SETTLED)
        decided = batch.lines.live().filter(outcome="")
        if decided.update(outcome=_PAID, decided_by=by, decided_at=clock.now()):
            record(by=by, action="payouts.file-settled", target=batch.code)
    return write_down(batch=batch, by=by)


def fail(*, batch: PlatformBatch, lines: Collection[int], reason: str, by: str) -> PlatformBatch:
    """The bank did not pay these, or sent them back: each is in its wallet again, once.

    Raises ReasonMissing, NoSuchLine and NotNow.
    """
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic(using="control"):
        batch = _held(batch, BatchState.SENT, BatchState.SETTLED)
        chosen = batch.lines.live().filter(pk__in=lines)
        if not chosen.exists():
            raise NoSuchLine
        for line in chosen.exclude(outcome=_FAILED):
            _decide_failed(line, reason.strip()[:300], by)
    return write_down(batch=batch, by=by)


def _decide_failed(line: BatchLine, reason: str, by: str) -> None:
    line.outcome, line.reason, line.written_at = _FAILED, reason, None
    line.decided_by, line.decided_at = by, clock.now()
    line.save(update_fields=["outcome", "reason", "written_at", "decided_by", "decided_at"])
    record(by=by, action="payouts.failed", target=line.code, tenant_id=line.tenant_id, reason=reason)


def write_down(*, batch: PlatformBatch, by: str) -> PlatformBatch:
    """Bring what is decided into the books that do not have it yet. What stands in the way is kept with its line."""
    rows = batch.lines.live().unwritten().order_by("tenant_id", "pk")
    for tenant_id, lines in groupby(rows, key=lambda line: line.tenant_id):
        tenant = Tenant.objects.filter(id=tenant_id).prefetch_related("domains").first()
        for line in lines:
            trouble = _write_line(tenant, line, batch)
            _note(line, trouble, written=not trouble or tenant is None)
    return _close(batch, by)


def _write_line(tenant: Tenant | None, line: BatchLine, batch: PlatformBatch) -> str:
    """Into the business's books; what stands in the way, or nothing."""
    if tenant is None:
        return _now("The business is gone with its books.")
    if tenant.maintenance_since:
        return _now("%(name)s is in maintenance. Do it again later.") % {"name": tenant.name}
    # a closed business is written, too: the money has moved
    with enter(tenant.as_current()):
        payout = Payout.objects.select_related("account").get(key=line.payout_key)
        try:
            _act(payout, line, batch)
        except Refused as refused:
            return str(refused)
    return ""


def _act(payout: Payout, line: BatchLine, batch: PlatformBatch) -> None:
    by = line.decided_by
    if line.outcome == _PAID:
        ledger.mark_paid(payout=payout, by=by, reference=batch.code, batch=batch.code)
    elif payout.paid_at:
        ledger.take_back(payout=payout, back=payout.money, reason=line.reason, by=by)
    else:
        ledger.return_payout(payout=payout, reason=line.reason, by=by, batch=batch.code)


def _note(line: BatchLine, trouble: str, *, written: bool) -> None:
    """An outcome that changed meanwhile is not written yet."""
    same = BatchLine.objects.filter(pk=line.pk, outcome=line.outcome)
    same.update(trouble=trouble[:300], written_at=clock.now() if written else None)


@transaction.atomic(using="control")
def _close(batch: PlatformBatch, by: str) -> PlatformBatch:
    batch = PlatformBatch.objects.select_for_update().get(pk=batch.pk)
    lines = batch.lines.live()
    if batch.settled_at is None and batch.sent_at and not lines.filter(written_at=None).exists():
        batch.settled_at, batch.settled_by = clock.now(), by
        batch.save(update_fields=["settled_at", "settled_by"])
    return batch


def _held(batch: PlatformBatch, *states: BatchState) -> PlatformBatch:
    batch = PlatformBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state not in states:
        raise NotNow(state=batch.state.label)
    return batch
