"""A word to a learner at risk: once on each occasion, never to who wants no more letters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from shared_apps.plans.limits import require_room
from tenant_apps.analytics import letters
from tenant_apps.analytics.models import Risk, RiskLetter
from tenant_apps.sequences.models import OptOut

FOR_GOOD = timedelta(days=36_500)
LONGEST = 4_000


class NothingWritten(Refused):
    """A letter without words."""

    message = _("Write a subject and a text first.")
    field = "body"


class ReasonMissing(Refused):
    """Somebody is hushed, and nobody will know why."""

    message = _("Say why: the team reads it later.")
    field = "reason"


@dataclass(frozen=True)
class Sent:
    """To how many a letter went, and how many were left out: they had one, want none, or are at risk no longer."""

    written: int
    had_one: int
    wants_none: int
    over: int


def write(
    *, risks: Iterable[Risk], subject: str, body: str, reply_to: str, by: str, now: datetime | None = None
) -> Sent:
    """Write to each of these learners, each in a transaction of its own; whoever has a letter already gets no second.

    Raises NothingWritten, or LimitReached when the plan's emails of the month are used up; those before it are sent.
    """
    if not subject.strip() or not body.strip():
        raise NothingWritten
    at = now or clock_now()
    counted = {"written": 0, "had_one": 0, "wants_none": 0, "over": 0}
    for risk in risks:
        counted[_write_one(risk, subject.strip(), body.strip()[:LONGEST], reply_to, by, at)] += 1
    return Sent(**counted)


@transaction.atomic
def _write_one(risk: Risk, subject: str, body: str, reply_to: str, by: str, at: datetime) -> str:
    held = Risk.objects.select_for_update(of=("self",)).select_related("enrolment__person", "enrolment__course")
    risk = held.get(pk=risk.pk)
    if RiskLetter.objects.filter(risk=risk).exists():
        return "had_one"
    if risk.ended_at is not None:
        return "over"
    if OptOut.objects.filter(person=risk.enrolment.person).exists():
        return "wants_none"
    require_room("emails")
    letter = RiskLetter.objects.create(risk=risk, subject=subject, body=body, reply_to=reply_to, by=by, written_at=at)
    letters.send(letter)
    return "written"


@transaction.atomic
def hush(*, risk: Risk, days: int | None, reason: str, by: str, now: datetime | None = None) -> Risk:
    """Don't show somebody for so many days, or on this occasion any more; raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    risk.hushed_until = (now or clock_now()) + (timedelta(days=days) if days else FOR_GOOD)
    risk.hush_reason, risk.hushed_by = reason.strip()[:300], by
    risk.save(update_fields=["hushed_until", "hush_reason", "hushed_by"])
    return risk


@transaction.atomic
def show_again(*, risk: Risk, by: str) -> Risk:
    """Take a hush back. Twice changes nothing."""
    risk.hushed_until, risk.hush_reason, risk.hushed_by = None, "", by
    risk.save(update_fields=["hushed_until", "hush_reason", "hushed_by"])
    return risk
