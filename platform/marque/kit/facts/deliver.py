"""Delivery: a lease, the subscriber's own transaction, and done marked inside it."""

import logging
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from marque.kit import clock
from marque.kit.backoff import wait_after
from marque.kit.facts.fact import UnknownFact, fact_class
from marque.kit.facts.models import Delivery, Event
from marque.kit.facts.registry import subscriber

logger = logging.getLogger(__name__)
MAX_ATTEMPTS = 12
_heard: ContextVar[Event] = ContextVar("heard_event")


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to run a delivery until a moment."""

    delivery_id: int
    until: datetime


def heard_event() -> Event:
    """The event whose subscriber is running: when it happened, and its key; raises LookupError anywhere else."""
    return _heard.get()


def deliver(delivery_id: int) -> bool:
    """Run a delivery if it is free. True when its effect was made now; running it again changes nothing."""
    lease = _take(delivery_id)
    if lease is None:
        return False
    try:
        return _run(lease)
    except UnknownFact as error:
        _postpone(lease, str(error))
    # the boundary of foreign code: whatever a subscriber raises is recorded here and retried, never lost
    except Exception as error:  # noqa: BLE001
        _record_failure(lease, error)
    return False


def _take(delivery_id: int) -> Lease | None:
    now = clock.now()
    until = now + timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)
    with transaction.atomic():
        row = Delivery.objects.free(now).select_for_update(skip_locked=True).filter(pk=delivery_id).first()
        if row is None:
            return None
        row.attempts += 1
        row.held_until = row.next_at = until
        row.save(update_fields=["attempts", "held_until", "next_at"])
    return Lease(delivery_id, until)


def _run(lease: Lease) -> bool:
    with transaction.atomic():
        rows = Delivery.objects.pending().select_related("event").select_for_update(skip_locked=True, of=("self",))
        # a lease that expired and went to another worker no longer matches
        row = rows.filter(pk=lease.delivery_id, held_until=lease.until).first()
        if row is None:
            return False
        listener = subscriber(row.subscriber)
        if listener is None:
            raise UnknownFact(f"No subscriber is named {row.subscriber} in this release.")
        token = _heard.set(row.event)
        try:
            listener.handle(fact_class(row.event.fact).from_payload(row.event.payload))
        finally:
            _heard.reset(token)
        row.done_at, row.held_until, row.last_error = clock.now(), None, ""
        row.save(update_fields=["done_at", "held_until", "last_error"])
    return True


def _record_failure(lease: Lease, error: Exception) -> None:
    with transaction.atomic():
        row = _still_held(lease)
        if row is None:
            return
        now = clock.now()
        row.last_error = f"{type(error).__name__}: {error}"[:2000]
        row.held_until = row.next_at = now + wait_after(row.attempts)
        if row.attempts >= MAX_ATTEMPTS:
            row.dead_at = now
        row.save(update_fields=["last_error", "held_until", "next_at", "dead_at"])
    logger.error("%s failed on attempt %d.", row.subscriber, row.attempts, exc_info=error)


def _postpone(lease: Lease, reason: str) -> None:
    # a rolled-back release meets facts of a newer one: it waits for the deploy and does not count as a try
    now = clock.now()
    with transaction.atomic():
        row = _still_held(lease)
        if row is None:
            return
        row.attempts -= 1
        row.last_error = reason[:2000]
        row.held_until = row.next_at = now + timedelta(minutes=5)
        row.save(update_fields=["attempts", "last_error", "held_until", "next_at"])
    logger.warning("Delivery %s waits: %s", lease.delivery_id, reason)


def _still_held(lease: Lease) -> Delivery | None:
    rows = Delivery.objects.pending().select_for_update()
    return rows.filter(pk=lease.delivery_id, held_until=lease.until).first()


def revive(delivery: Delivery) -> None:
    """Give a dead delivery another round of attempts."""
    now = clock.now()
    Delivery.objects.dead().filter(pk=delivery.pk).update(dead_at=None, attempts=0, held_until=None, next_at=now)
