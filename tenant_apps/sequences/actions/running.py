"""People on their way through a sequence."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from marque.kit.clock import now as clock_now
from marque.kit.tenancy.context import require_tenant
from shared_apps.plans.limits import has_room
from tenant_apps.learning.models import Enrolment
from tenant_apps.learning.release import morning_after, zone_of
from tenant_apps.orders.models import LeftCheckout
from tenant_apps.people.models import Person
from tenant_apps.sequences import letters
from tenant_apps.sequences.models import OptOut, Sequence, SequenceRun, SequenceStep, Trigger

BATCH = 100
_FULL = timedelta(hours=6)


@transaction.atomic
def start_runs(*, enrolment: Enrolment, now: datetime | None = None) -> list[SequenceRun]:
    """Put a new learner on every live sequence for the course. Twice changes nothing."""
    at = now or clock_now()
    if OptOut.objects.filter(person=enrolment.person).exists():
        return []
    found = Sequence.objects.filter(live_at__isnull=False, trigger=Trigger.ENROLMENT)
    started = []
    for sequence in found.filter(Q(course=None) | Q(course=enrolment.course)):
        defaults = _beginning(sequence, enrolment.person, at)
        if defaults is None:
            continue
        run, fresh = SequenceRun.objects.get_or_create(
            sequence=sequence, person=enrolment.person, defaults={**defaults, "enrolment": enrolment}
        )
        if fresh:
            started.append(run)
    return started


def _beginning(sequence: Sequence, person: Person, at: datetime) -> dict[str, Any] | None:
    first = sequence.steps.order_by("position").first()
    return {"started_at": at, "next_step": first, "next_at": _due(first, at, person)} if first else None


@transaction.atomic
def start_reminding(*, left: LeftCheckout, now: datetime | None = None) -> list[SequenceRun]:
    """Put somebody who left a checkout on every live sequence for that. The same checkout twice changes nothing.

    Who was reminded of an earlier one, and is through with it, is reminded again.
    """
    at = now or clock_now()
    if left.order_id or OptOut.objects.filter(person=left.person).exists():
        return []
    started = []
    for sequence in Sequence.objects.filter(live_at__isnull=False, trigger=Trigger.CHECKOUT_LEFT):
        defaults = _beginning(sequence, left.person, at)
        earlier = SequenceRun.objects.select_for_update().filter(sequence=sequence, person=left.person).first()
        if defaults is None or (earlier and (earlier.finished_at is None or earlier.left_checkout_id == left.pk)):
            continue
        if earlier is not None:
            earlier.delete()
        started.append(
            SequenceRun.objects.create(sequence=sequence, person=left.person, left_checkout=left, **defaults)
        )
    return started


@transaction.atomic
def stop_reminding(*, person: Person, now: datetime | None = None) -> int:
    """Send nothing more to somebody who has bought."""
    going = SequenceRun.objects.going().filter(person=person, left_checkout__isnull=False)
    return going.update(finished_at=now or clock_now(), next_step=None, next_at=None)


@transaction.atomic
def stop_runs(*, enrolment: Enrolment, now: datetime | None = None) -> int:
    """Send nothing more to somebody whose enrolment ended."""
    going = SequenceRun.objects.going().filter(enrolment=enrolment)
    return going.update(finished_at=now or clock_now(), next_step=None, next_at=None)


@transaction.atomic
def opt_out(*, person: Person, now: datetime | None = None) -> OptOut:
    """Send this person no sequence again. Twice changes nothing."""
    at = now or clock_now()
    wish, _fresh = OptOut.objects.get_or_create(person=person, defaults={"at": at})
    SequenceRun.objects.going().filter(person=person).update(finished_at=at, next_step=None, next_at=None)
    return wish


def send_due(*, now: datetime | None = None) -> int:
    """Send every email whose time has come; returns how many."""
    at = now or clock_now()
    return sum(send_next(run_id=run_id, now=at) for run_id in due_runs(now=at))


def due_runs(*, now: datetime) -> list[int]:
    """The runs whose time has come, the longest waiting first."""
    due = SequenceRun.objects.going().filter(next_at__lte=now, sequence__live_at__isnull=False)
    return list(due.order_by("next_at").values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def send_next(*, run_id: int, now: datetime | None = None) -> bool:
    """Send a run's next email if it is due; False when there was none, another worker has it, this is a copy,
    or the plan has no emails left this month.
    """
    if require_tenant().safe_mode:
        return False
    at = now or clock_now()
    # another worker may have it, or have sent it already
    held = SequenceRun.objects.going().select_for_update(skip_locked=True, of=("self",)).filter(next_at__lte=at)
    held = held.select_related("sequence", "person", "enrolment__course", "left_checkout__offer")
    run = held.filter(pk=run_id).first()
    if run is None:
        return False
    step = run.next_step
    if step is not None and not has_room("emails"):
        # the plan's emails of this month are used up: it waits, nobody loses their place
        run.next_at = at + _FULL
        run.save(update_fields=["next_at"])
        return False
    if step is not None:
        letters.send(run, step)
    _advance(run, step, at)
    return step is not None


def _advance(run: SequenceRun, sent: SequenceStep | None, at: datetime) -> None:
    left = run.sequence.steps.filter(position__gt=sent.position) if sent else run.sequence.steps.none()
    following = left.order_by("position").first()
    if following is None:
        run.next_step, run.next_at, run.finished_at = None, None, at
    else:
        run.next_step, run.next_at = following, _due(following, at, run.person)
    run.save(update_fields=["next_step", "next_at", "finished_at"])


def _due(step: SequenceStep, after: datetime, person: Any) -> datetime:
    return after if step.wait_days == 0 else morning_after(after, step.wait_days, zone_of(person))
