"""Who may not finish, found place by place, once a day and whenever a lesson is finished."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from marque.kit.clock import now as clock_now
from tenant_apps.analytics.models import Risk, RiskRound
from tenant_apps.analytics.signs import reasons_of
from tenant_apps.learning.models import Enrolment

LOOKED_AT = 500
KEPT = timedelta(days=30)


@transaction.atomic
def look_at_some(*, now: datetime | None = None) -> int:
    """Look at the next places of today's round; returns how many, 0 when the round is over.

    The row of the round is held: a killed worker leaves it where it was, and the next goes on from there.
    """
    at = now or clock_now()
    RiskRound.objects.filter(day__lt=at.date() - KEPT).delete()
    RiskRound.objects.get_or_create(day=at.date())
    today = RiskRound.objects.select_for_update(skip_locked=True).filter(day=at.date(), done_at=None).first()
    if today is None:
        return 0
    rows = Enrolment.objects.live().filter(pk__gt=today.after, completed_at=None).order_by("pk")
    found = list(rows.select_related("course", "person", "pace", "place__cohort")[:LOOKED_AT])
    if found:
        _write(found, at)
        today.after = found[-1].pk
    else:
        today.done_at = at
    today.save(update_fields=["after", "done_at"])
    return len(found)


@transaction.atomic
def look_at_one(*, enrolment: Enrolment, now: datetime | None = None) -> None:
    """Look at one place now: what was a reason may be none any more."""
    _write([enrolment], now or clock_now())


def _write(enrolments: Sequence[Enrolment], at: datetime) -> None:
    """Begin, change or end the occasion of each."""
    going = Risk.objects.select_for_update().filter(enrolment__in=enrolments, ended_at=None)
    known = {risk.enrolment_id: risk for risk in going}
    waiting = [each for each in enrolments if each.completed_at is None and each.ended_at is None]
    found = reasons_of(waiting, at)
    fresh = []
    for enrolment in enrolments:
        reasons, risk = found.get(enrolment.pk, {}), known.get(enrolment.pk)
        if risk is not None:
            _keep(risk, reasons, at)
        elif reasons:
            fresh.append(_begun(enrolment, reasons, at))
    Risk.objects.bulk_create(fresh, ignore_conflicts=True)


def _begun(enrolment: Enrolment, reasons: dict[str, Any], at: datetime) -> Risk:
    return Risk(enrolment=enrolment, course_id=enrolment.course_id, reasons=reasons, weight=len(reasons), began_at=at)


def _keep(risk: Risk, reasons: dict[str, Any], at: datetime) -> None:
    if reasons == risk.reasons:
        return
    if reasons:
        risk.reasons, risk.weight = reasons, len(reasons)
    else:
        risk.ended_at = at
    risk.save(update_fields=["reasons", "weight", "ended_at"])
