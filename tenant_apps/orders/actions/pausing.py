"""Pausing: nothing is charged until a day, or until somebody says so."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from tenant_apps.orders.actions.ending import PlansRunOn, refuse_while_charging, running
from tenant_apps.orders.actions.periods import note_revenue
from tenant_apps.orders.events import SubscriptionPaused, SubscriptionResumed
from tenant_apps.orders.models import MovementKind, Subscription

LONGEST = timedelta(days=366)


class CannotPause(Refused):
    """Overdue, cancelled, on trial or paused already."""

    message = _("Only a subscription that is paid and goes on can be paused.")


class BadDay(Refused):
    """A day that is past, or too far away."""

    message = _("Choose a day between tomorrow and a year from now.")
    field = "resumes_at"


@transaction.atomic
def pause_subscription(
    *, subscription: Subscription, now: datetime, until: datetime | None = None, by: Any = None
) -> Subscription:
    """Ask for no money until then, or until it is resumed. Raises NotRunning, CannotPause, BadDay, ChargeUnderWay."""
    held = running(subscription)
    if held.instalments:
        raise PlansRunOn
    if held.paused_at or held.past_due_since or held.cancelled_at or held.on_trial:
        raise CannotPause
    if until is not None and not now < until <= now + LONGEST:
        raise BadDay
    refuse_while_charging(held)
    held.paused_at, held.resumes_at, held.due_at = now, until, until
    held.save(update_fields=["paused_at", "resumes_at", "due_at"])
    note_revenue(held, MovementKind.PAUSED, -held.terms.monthly, now=now)
    publish(SubscriptionPaused(subscription_id=held.pk, person_id=held.person_id))
    return held


@transaction.atomic
def resume_subscription(*, subscription: Subscription, now: datetime, by: Any = None) -> Subscription:
    """Go on. The next charge is at the end of what is paid, or now where that is over. Raises NotRunning."""
    held = running(subscription)
    if held.paused_at:
        go_on(held, now=now)
    return held


def go_on(held: Subscription, *, now: datetime) -> None:
    """End the pause of a locked subscription; time that is paid for is not lost, time that passed is not charged."""
    assert held.period_ends_at is not None
    if held.period_ends_at < now:
        held.anchor_at, held.anchor_index = now, 0
    held.paused_at = held.resumes_at = None
    held.due_at = max(held.period_ends_at, now)
    held.save(update_fields=["anchor_at", "anchor_index", "paused_at", "resumes_at", "due_at"])
    note_revenue(held, MovementKind.RESUMED, held.terms.monthly, now=now)
    publish(SubscriptionResumed(subscription_id=held.pk, person_id=held.person_id))
