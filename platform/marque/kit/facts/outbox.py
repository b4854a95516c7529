"""Publishing: the fact and its deliveries are written in the caller's transaction."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from marque.kit import clock
from marque.kit.facts.fact import Fact
from marque.kit.facts.models import Delivery, Event
from marque.kit.facts.registry import subscribers_of
from marque.kit.tenancy.context import require_tenant
from marque.kit.tenancy.tasks import after_commit, send


class NotInTransaction(RuntimeError):
    """A fact was published where its cause could still be lost, or it could outlive it."""


def publish(fact: Fact) -> Event:
    """Write the fact and one delivery per subscriber; workers are nudged after the commit."""
    require_tenant()
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction(f"publish({fact.name()}) belongs inside transaction.atomic, with what it tells about.")
    now = clock.now()
    event = Event.objects.create(fact=fact.name(), payload=fact.payload(), published_at=now)
    deliveries = Delivery.objects.bulk_create(
        Delivery(event=event, subscriber=each.name, next_at=now + timedelta(seconds=settings.OUTBOX_SWEEP_SECONDS))
        for each in subscribers_of(type(fact))
    )
    if deliveries:
        after_commit(lambda: nudge([delivery.pk for delivery in deliveries]))
    return event


def publish_all(facts: Sequence[Fact]) -> None:
    """Publish many facts of one type in two statements, for sweeps."""
    if not facts:
        return
    require_tenant()
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction("publish_all belongs inside transaction.atomic, with what its facts tell about.")
    now = clock.now()
    events = Event.objects.bulk_create(
        Event(fact=fact.name(), payload=fact.payload(), published_at=now) for fact in facts
    )
    listeners = subscribers_of(type(facts[0]))
    deliveries = Delivery.objects.bulk_create(
        Delivery(event=event, subscriber=each.name, next_at=now + timedelta(seconds=settings.OUTBOX_SWEEP_SECONDS))
        for event in events
        for each in listeners
    )
    if deliveries:
        after_commit(lambda: nudge([delivery.pk for delivery in deliveries]))


def nudge(delivery_ids: list[int]) -> None:
    """Ask workers to run deliveries. A lost nudge costs time only: the sweep finds what was left."""
    # the task runs the deliverer and the sweep, which nudges
    from marque.kit.facts.tasks import deliver_fact

    for pk in delivery_ids:
        if not send(deliver_fact, delivery_id=pk):
            return
