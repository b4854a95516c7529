"""What the outcome of a payment makes of a subscription. Runs in the transaction that wrote the outcome down."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from marque.kit.facts.outbox import publish
from tenant_apps.orders.actions.teaming import resize
from tenant_apps.orders.events import (
    SubscriptionChanged,
    SubscriptionCompleted,
    SubscriptionPaymentFailed,
    SubscriptionRenewed,
    SubscriptionStarted,
)
from tenant_apps.orders.models import (
    Ending,
    MovementKind,
    Order,
    OrderKind,
    OrderLine,
    Payment,
    RevenueMovement,
    Subscription,
    SubscriptionChange,
    SubscriptionPeriod,
    Team,
)
from tenant_apps.orders.rhythm import days_later
from tenant_apps.orders.subscriptions import patience
from tenant_apps.payments.models import SavedMethod


def note_revenue(held: Subscription, kind: MovementKind, amount: int, *, now: datetime) -> None:
    """Write down what a fact does to the recurring revenue."""
    RevenueMovement.objects.create(subscription=held, kind=kind, amount=amount, currency=held.currency, at=now)


def money_came(*, order: Order, now: datetime) -> None:
    """Carry a paid order over to the subscriptions it is for."""
    if order.kind != OrderKind.RENEWAL:
        waiting = Subscription.objects.select_for_update().filter(order=order, started_at__isnull=True)
        for begun in waiting.order_by("pk"):
            start(begun, order, now=now)
        return
    for period in SubscriptionPeriod.objects.filter(order=order):
        _renewed(_held(period.subscription_id), period, now)
    for change in SubscriptionChange.objects.filter(order=order, applied_at__isnull=True):
        apply_change(_held(change.subscription_id), change, order.lines.get(), now=now)


def money_did_not_come(*, payment: Payment, now: datetime) -> None:
    """Count a charge that failed while its owner was away. What a person tries by hand counts for nothing."""
    if not payment.off_session or payment.order.kind != OrderKind.RENEWAL:
        return
    for period in SubscriptionPeriod.objects.filter(order_id=payment.order_id):
        failed(_held(period.subscription_id), period, now=now)
    refused = SubscriptionChange.objects.filter(order_id=payment.order_id, withdrawn_at__isnull=True)
    if refused.update(withdrawn_at=now):
        _let_go(payment.order_id, now)


def keep_card(*, order: Order, method: SavedMethod) -> None:
    """Charge this card from now on for what the order belongs to."""
    ours = Subscription.objects.filter(Q(order=order) | Q(periods__order=order))
    Subscription.objects.filter(pk__in=ours.values("pk")).update(method=method)


def start(begun: Subscription, order: Order, *, now: datetime) -> None:
    """From now on it runs: on trial, or with its first period paid."""
    begun.started_at = begun.period_starts_at = begun.anchor_at = now
    begun.person_id = order.buyer_id
    if begun.trial_days:
        begun.anchor_at = begun.trial_ends_at = days_later(now, begun.trial_days, begun.time_zone)
        begun.period_ends_at = begun.due_at = begun.anchor_at
    else:
        begun.period_ends_at = begun.due_at = begun.boundary(1)
        begun.anchor_index = begun.terms_paid = 1
    begun.save()
    SubscriptionPeriod.objects.create(
        subscription=begun,
        order=order,
        line=begun.first_line,
        starts_at=now,
        ends_at=begun.period_ends_at,
        terms=begun.terms_paid,
    )
    kind = MovementKind.TRIAL if begun.trial_days else MovementKind.NEW
    note_revenue(begun, kind, 0 if begun.trial_days else begun.terms.monthly, now=now)
    publish(SubscriptionStarted(subscription_id=begun.pk, person_id=begun.person_id))


def _renewed(held: Subscription, period: SubscriptionPeriod, now: datetime) -> None:
    came_back = held.ended_because == Ending.LAPSED
    if held.terms_paid == 0 or came_back:
        kind = MovementKind.RESTORED if held.terms_paid else MovementKind.CONVERTED
        note_revenue(held, kind, held.terms.monthly, now=now)
    if came_back:
        # the time it was closed is not charged: what is paid begins now
        held.ended_at, held.ended_because = None, ""
        held.anchor_at, held.anchor_index = now, 0
        period.starts_at, period.ends_at = now, held.boundary(period.terms)
        period.save(update_fields=["starts_at", "ends_at"])
    held.terms_paid += period.terms
    held.anchor_index += period.terms
    held.period_starts_at, held.period_ends_at = period.starts_at, period.ends_at
    held.past_due_since, held.failures = None, 0
    held.due_at = None if held.ended_at else held.period_ends_at
    complete = bool(held.instalments) and not held.left
    if complete:
        held.ended_at, held.ended_because, held.due_at = now, Ending.COMPLETED, None
    held.save()
    publish(SubscriptionRenewed(subscription_id=held.pk, order_id=period.order_id, person_id=held.person_id))
    if complete:
        publish(SubscriptionCompleted(subscription_id=held.pk, person_id=held.person_id))


def failed(held: Subscription, period: SubscriptionPeriod, *, now: datetime) -> None:
    """Overdue: try again in some days, and lapse when the grace is over. What was asked for early is let go."""
    if held.ended_at:
        return
    if period.terms > 1 or period.starts_at > now:
        period.delete()
        _let_go(period.order_id, now)
        return
    rules = patience()
    held.past_due_since = held.past_due_since or now
    held.failures += 1
    days = max(rules.retry_days, default=0) + rules.grace_days
    if held.failures <= len(rules.retry_days):
        days = rules.retry_days[held.failures - 1]
    held.due_at = held.past_due_since + timedelta(days=days)
    held.save(update_fields=["past_due_since", "failures", "due_at"])
    publish(
        SubscriptionPaymentFailed(
            subscription_id=held.pk, order_id=period.order_id, person_id=held.person_id, failures=held.failures
        )
    )


def apply_change(held: Subscription, change: SubscriptionChange, line: OrderLine, *, now: datetime) -> None:
    """From now on it is for another offer. Where the rhythm is another one, a new period begins with it."""
    before, anchor = held.terms.monthly, held.boundary(0)
    held.offer_id, held.line, held.amount = change.offer_id, line, change.amount
    if (change.interval, change.interval_count) != (held.interval, held.interval_count):
        held.interval, held.interval_count = change.interval, change.interval_count
        held.anchor_at, held.anchor_index = now if change.restarts else anchor, 0
    if change.restarts:
        held.period_starts_at, held.anchor_index = now, 1
        held.period_ends_at = held.due_at = held.boundary(0)
    held.save()
    team = Team.objects.filter(line_id=held.first_line_id).first()
    if team is not None:
        resize(team_id=team.pk, seats=line.quantity, now=now)
    change.applied_at = now
    change.save(update_fields=["applied_at"])
    worth = 0 if held.on_trial else held.terms.monthly - before
    note_revenue(held, MovementKind.UPGRADE if worth >= 0 else MovementKind.DOWNGRADE, worth, now=now)
    publish(SubscriptionChanged(subscription_id=held.pk, person_id=held.person_id))


def _let_go(order_id: int, now: datetime) -> None:
    Order.objects.filter(pk=order_id, paid_at__isnull=True).update(cancelled_at=now)


def _held(subscription_id: int) -> Subscription:
    rows = Subscription.objects.select_for_update(of=("self",)).select_related("line", "first_line")
    return rows.get(pk=subscription_id)
