"""The creator's side: sequences and their steps."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.positions import place, renumber
from shared_apps.plans.limits import require_feature, require_room
from tenant_apps.courses.models import Course
from tenant_apps.sequences.models import Sequence, SequenceRun, SequenceStep, Trigger


class NothingToSend(Refused):
    """A sequence without emails."""

    message = _("Write at least one email before you start the sequence.")


class EmptyStep(Refused):
    """An email that says nothing."""

    message = _("An email needs a subject and a text.")


@transaction.atomic
def create_sequence(
    *, name: str, trigger: str = Trigger.ENROLMENT, course: Course | None = None, by: Any = None
) -> Sequence:
    """Begin a sequence, paused and empty."""
    return Sequence.objects.create(name=name, trigger=trigger, course=course)


@transaction.atomic
def update_sequence(
    *, sequence: Sequence, name: str, course: Course | None, trigger: str = Trigger.ENROLMENT, by: Any = None
) -> Sequence:
    """Rename a sequence or choose what starts it; people under way go on."""
    sequence.name, sequence.course, sequence.trigger = name, course, trigger
    sequence.save(update_fields=["name", "course", "trigger"])
    return sequence


@transaction.atomic
def start_sequence(*, sequence: Sequence, by: Any = None) -> Sequence:
    """Take people in and send; raises NothingToSend, FeatureMissing or LimitReached."""
    require_feature("sequences")
    require_room("emails")
    if not sequence.steps.exists():
        raise NothingToSend
    if sequence.live_at is None:
        sequence.live_at = clock_now()
        sequence.save(update_fields=["live_at"])
    return sequence


@transaction.atomic
def pause_sequence(*, sequence: Sequence, by: Any = None) -> Sequence:
    """Send nothing until it is started again; nobody loses their place."""
    sequence.live_at = None
    sequence.save(update_fields=["live_at"])
    return sequence


@transaction.atomic
def delete_sequence(*, sequence: Sequence, by: Any = None) -> None:
    """Remove a sequence; emails already sent stay in the outbox."""
    sequence.delete()


@transaction.atomic
def add_step(*, sequence: Sequence, subject: str, body: str, wait_days: int = 1, by: Any = None) -> SequenceStep:
    """Add an email at the end."""
    _lock(sequence)
    _check(subject, body)
    last = sequence.steps.aggregate(last=Max("position"))["last"] or 0
    return SequenceStep.objects.create(
        sequence=sequence, position=last + 1, wait_days=wait_days, subject=subject, body=body
    )


@transaction.atomic
def update_step(*, step: SequenceStep, subject: str, body: str, wait_days: int, by: Any = None) -> SequenceStep:
    """Rewrite an email; who waits for it already waits as long as before."""
    _check(subject, body)
    step.subject, step.body, step.wait_days = subject, body, wait_days
    step.save(update_fields=["subject", "body", "wait_days"])
    return step


@transaction.atomic
def move_step(*, step: SequenceStep, position: int, by: Any = None) -> None:
    """Put an email in another place."""
    _lock(step.sequence)
    place(step.sequence.steps.order_by("position"), step, position)


@transaction.atomic
def delete_step(*, step: SequenceStep, by: Any = None) -> None:
    """Take an email out; who waited for it waits for the one after it."""
    _lock(step.sequence)
    following = step.sequence.steps.filter(position__gt=step.position).order_by("position").first()
    waiting = SequenceRun.objects.going().filter(next_step=step)
    if following is not None:
        waiting.update(next_step=following)
    else:
        waiting.update(next_step=None, next_at=None, finished_at=clock_now())
    step.delete()
    renumber(step.sequence.steps.order_by("position"))


def _check(subject: str, body: str) -> None:
    if not subject.strip() or not body.strip():
        raise EmptyStep


def _lock(sequence: Sequence) -> None:
    Sequence.objects.select_for_update(no_key=True).get(pk=sequence.pk)
