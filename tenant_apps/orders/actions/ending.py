"""How a subscription ends, and how somebody changes their mind."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from tenant_apps.orders.actions.periods import note_revenue
from tenant_apps.orders.events import (
    CancellationWithdrawn,
    SubscriptionCancelled,
    SubscriptionEnded,
    SubscriptionLapsed,
)
from tenant_apps.orders.models import Ending, MovementKind, Order, Payment, Subscription


class NotRunning(Refused):
    """It has ended, or never began."""

    message = _("This subscription is not running any more.")


class BoundToTerm(Refused):
    """The minimum term is not over."""

    message = _("You agreed to %(terms)s payments. It can end on %(date)s at the earliest.")


class ChargeUnderWay(Refused):
    """The gateway was asked for money and has not answered."""

    message = _("A payment is under way. Wait a minute, then try again.")


class PlansRunOn(Refused):
    """A plan of instalments is a price in parts."""

    message = _("A payment plan runs until it is paid. You can pay the rest at once.")


@transaction.atomic
def cancel_subscription(
    *, subscription: Subscription, now: datetime, at_once: bool = False, by: Any = None
) -> Subscription:
    """End it with its period, or at once. What is agreed for a minimum term is paid first.

    Raises NotRunning, PlansRunOn, BoundToTerm and ChargeUnderWay.
    """
    held = running(subscription)
    if held.instalments and not at_once:
        raise PlansRunOn
    ends = end_of_duty(held)
    if at_once and held.period_ends_at and ends > held.period_ends_at and by is not None and _is_subscriber(held, by):
        raise BoundToTerm(terms=held.minimum_terms, date=ends.date())
    if at_once:
        refuse_while_charging(held)
        end(held, now=now)
        return held
    if held.cancelled_at is None:
        held.cancelled_at, held.ends_at = now, ends
        held.save(update_fields=["cancelled_at", "ends_at"])
        withdraw_changes(held, now=now)
        publish(SubscriptionCancelled(subscription_id=held.pk, person_id=held.person_id))
    return held


@transaction.atomic
def keep_subscription(*, subscription: Subscription, now: datetime, by: Any = None) -> Subscription:
    """Take a cancellation back while it still runs. Raises NotRunning."""
    held = running(subscription)
    if held.cancelled_at:
        held.cancelled_at = held.ends_at = None
        held.save(update_fields=["cancelled_at", "ends_at"])
        publish(CancellationWithdrawn(subscription_id=held.pk, person_id=held.person_id))
    return held


@transaction.atomic
def end_for_refund(*, order: Order, now: datetime) -> None:
    """Money that went back pays for nothing: the running period's order ends its subscription."""
    paid_now = Subscription.objects.running().filter(periods__order=order, periods__ends_at__gt=now)
    for held in Subscription.objects.select_for_update().filter(pk__in=paid_now.values("pk")):
        end(held, now=now, because=Ending.REFUNDED)


def end_of_duty(held: Subscription) -> datetime:
    """When it can end at the earliest: with its period, or with the minimum term."""
    assert held.period_ends_at is not None
    owed = max(held.minimum_terms - held.terms_paid, 0)
    # a trial that is cancelled in time never becomes a duty
    return held.boundary(owed) if owed and held.terms_paid else held.period_ends_at


def running(subscription: Subscription) -> Subscription:
    """The subscription, locked; raises NotRunning."""
    held = Subscription.objects.select_for_update(of=("self",)).select_related("line", "person", "offer")
    found = held.get(pk=subscription.pk)
    if found.started_at is None or found.ended_at:
        raise NotRunning
    return found


def refuse_while_charging(held: Subscription) -> None:
    """Raises ChargeUnderWay while a gateway has been asked and has not answered."""
    under_way = Payment.objects.holding().filter(settled_at__isnull=True)
    if under_way.filter(order__periods__subscription=held).exists():
        raise ChargeUnderWay


def end(held: Subscription, *, now: datetime, because: Ending = Ending.CANCELLED) -> None:
    """Close a locked subscription."""
    _close(held, because, now)
    publish(SubscriptionEnded(subscription_id=held.pk, person_id=held.person_id))


def lapse(held: Subscription, *, now: datetime) -> None:
    """Nobody paid."""
    _close(held, Ending.LAPSED, now)
    publish(SubscriptionLapsed(subscription_id=held.pk, person_id=held.person_id))


def withdraw_changes(held: Subscription, *, now: datetime) -> None:
    """Let go of a change of plan that was to come."""
    held.changes.filter(applied_at__isnull=True, withdrawn_at__isnull=True).update(withdrawn_at=now)


def _close(held: Subscription, because: Ending, now: datetime) -> None:
    worth = 0 if held.terms_paid == 0 or held.paused_at else held.terms.monthly
    kind = MovementKind.LAPSED if because == Ending.LAPSED else MovementKind.CANCELLED
    note_revenue(held, MovementKind.TRIAL_ENDED if held.terms_paid == 0 else kind, -worth, now=now)
    held.ended_at, held.ended_because, held.due_at = now, because, None
    held.save(update_fields=["ended_at", "ended_because", "due_at"])
    withdraw_changes(held, now=now)
    if because != Ending.LAPSED:
        unpaid = Order.objects.filter(periods__subscription=held, paid_at__isnull=True, cancelled_at__isnull=True)
        unpaid.update(cancelled_at=now)


def _is_subscriber(held: Subscription, by: Any) -> bool:
    return held.person.user_id is not None and held.person.user_id == getattr(by, "pk", None)
