"""The writes about domains that follow from their DNS: proven, lost, regained. Each leaves an audit row."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from shared_apps.operations.audit import record
from shared_apps.tenants.certificates import remember_as_ours
from shared_apps.tenants.claims import move_in, move_out
from shared_apps.tenants.domain import Domain, Proof
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.resolve import hosts_changed

LAPSE_AFTER, LAPSE_CHECKS = timedelta(hours=72), 6
# proven ahead of a move, it may wait this long for its visitors
MOVE_WITHIN = timedelta(days=30)
_LEASE = timedelta(minutes=5)
_SOON, _OFTEN, _DAILY, _STEADY = (timedelta(minutes=5), timedelta(hours=6), timedelta(days=1), timedelta(hours=12))


@dataclass(frozen=True)
class Verdict:
    """What DNS says of a domain. `points` is None when nobody answered, which counts for nothing."""

    points: bool | None
    findings: list[dict[str, Any]] = field(default_factory=list)


Proves = Callable[[Domain], str]


@transaction.atomic(using="control")
def take_turn(*, now: datetime, most: int) -> list[int]:
    """Domains whose turn it is to be looked at; a worker that dies leaves them to the next round."""
    rows = list(Domain.objects.due(now).select_for_update(skip_locked=True, of=("self",))[:most])
    Domain.objects.filter(id__in=[row.id for row in rows]).update(check_at=now + _LEASE)
    return [row.id for row in rows]


@transaction.atomic(using="control")
def conclude(*, domain_id: int, verdict: Verdict, proves: Proves, by: str, now: datetime) -> list[Domain]:
    """Write down what a look at a domain's DNS showed, and what follows; the rows that changed hands or state.

    `proves` says whether the same answers prove a row to be its tenant's: "txt", "cname" or "". Of two tenants the one
    with the proof in DNS holds the name; while both have it, the first keeps it.
    """
    name = Domain.objects.values_list("domain", flat=True).filter(id=domain_id).first()
    # in one order, so that two looks at one name wait for each other
    rows = {row.id: row for row in Domain.objects.select_for_update().filter(domain=name).order_by("id")}
    row = rows.get(domain_id)
    if row is None or row.is_own:
        return []
    row.checked_at, row.findings = now, verdict.findings
    holder = next((other for other in rows.values() if other.is_held and other.id != row.id), None)
    before = (row.is_held, row.is_primary)
    changed = _hold_on(row, verdict, by, now) if row.is_held else _try(row, holder, verdict, proves, by, now)
    row.save()
    if row.is_held and verdict.points and row.primary_asked_at:
        move_in(row)
    settled = (row.is_held, row.is_primary) == before
    row.check_at = (
        _next_look(row, now) if settled else now + _SOON
    )  # soon again: whoever died in between is made up for
    row.save(update_fields=["check_at"])
    return changed if settled else [*changed, row]


def _hold_on(row: Domain, verdict: Verdict, by: str, now: datetime) -> list[Domain]:
    if verdict.points:
        row.pointed_at, row.failing_since, row.failed_checks = now, None, 0
    elif verdict.points is False:
        row.failing_since = row.failing_since or now
        row.failed_checks += 1
        patience = LAPSE_AFTER if row.pointed_at or row.proof == Proof.EARLIER else MOVE_WITHIN
        if row.failed_checks >= LAPSE_CHECKS and now - row.failing_since >= patience:
            _lapse(row, by=by, reason="its DNS leads elsewhere", now=now)
    return []


def _try(row: Domain, holder: Domain | None, verdict: Verdict, proves: Proves, by: str, now: datetime) -> list[Domain]:
    proof = proves(row)
    if not proof or (row.lapsed_at and not verdict.points):
        return []
    if holder and holder.tenant.state != Tenant.State.DELETED and proves(holder):
        row.findings = [{"code": "taken"}]
        return []
    if holder:
        _lapse(holder, by=by, reason="another business proved it to be its own", now=now)
        holder.check_at = now + _SOON
        holder.save()
    row.proof, row.verified_at, row.lapsed_at = proof, now, None
    row.failing_since, row.failed_checks = None, 0
    row.pointed_at = now if verdict.points else None
    record(by=by, action="domain.verify", target=row.domain, tenant_id=row.tenant_id, data={"proof": proof})
    remember_as_ours(row.domain)
    hosts_changed()
    return [holder] if holder else []


def _lapse(row: Domain, *, by: str, reason: str, now: datetime) -> None:
    """No longer served, no longer certified; where its tenant lived there, it moves, and back when this is mended."""
    row.lapsed_at, row.failing_since, row.failed_checks = now, None, 0
    if row.is_primary:
        row.primary_asked_at = now
        move_out(row)
    record(by=by, action="domain.lapse", target=row.domain, tenant_id=row.tenant_id, reason=reason)
    hosts_changed()


def _next_look(row: Domain, now: datetime) -> datetime | None:
    if row.is_held:
        return now + (_STEADY if row.leads_here else _OFTEN)
    age = now - (row.lapsed_at or row.created_at)
    if age < timedelta(days=2):
        return now + (_OFTEN if row.lapsed_at else _SOON)
    if age < timedelta(days=30):
        return now + _OFTEN
    # a claim that came to nothing is looked at when somebody asks; a lapsed one may come back
    return now + _DAILY if row.lapsed_at else None
