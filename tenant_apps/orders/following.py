"""What follows the facts of subscriptions: letters, and the end of what was given back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marque.kit import clock
from marque.kit.facts.registry import subscribe
from tenant_apps.orders import actions, letters
from tenant_apps.orders.events import (
    DisputeLost,
    OrderRefunded,
    SubscriptionCancelled,
    SubscriptionChanged,
    SubscriptionCompleted,
    SubscriptionEnded,
    SubscriptionLapsed,
    SubscriptionPaused,
    SubscriptionPaymentFailed,
    SubscriptionStarted,
    TrialEnding,
    WinBackDue,
)
from tenant_apps.orders.models import Order, Subscription
from tenant_apps.orders.subscriptions import with_all


@subscribe(OrderRefunded, name="orders.end_what_was_refunded")
def end_what_was_refunded(fact: OrderRefunded) -> None:
    """A subscription whose running period was given back ends."""
    actions.end_for_refund(order=Order.objects.get(pk=fact.order_id), now=clock.now())


@subscribe(DisputeLost, name="orders.end_what_the_bank_took")
def end_what_the_bank_took(fact: DisputeLost) -> None:
    """So does one whose money the bank took."""
    actions.end_for_refund(order=Order.objects.get(pk=fact.order_id), now=clock.now())


@subscribe(SubscriptionStarted, name="orders.tell_of_the_trial")
def tell_of_the_trial(fact: SubscriptionStarted) -> None:
    """What is charged when it ends, said when it begins; without a trial the receipt says enough."""
    held = _held(fact)
    if held.trial_ends_at:
        letters.send(held, letters.trial_begun(held), once="begun")


@subscribe(SubscriptionPaymentFailed, name="orders.tell_of_the_decline")
def tell_of_the_decline(fact: SubscriptionPaymentFailed) -> None:
    """Each time, with what follows."""
    held = _held(fact)
    if held.past_due_since:  # paid meanwhile
        letters.send(held, letters.payment_failed(held, fact.failures), once=f"{fact.order_id}-{fact.failures}")


@subscribe(SubscriptionEnded, name="orders.tell_of_the_end")
def tell_of_the_end(fact: SubscriptionEnded) -> None:
    """Who cancelled for a day was told of it then."""
    held = _held(fact)
    if held.cancelled_at is None:
        letters.send(held, letters.ended(held), once=str(held.ended_at))


@subscribe(SubscriptionCancelled, name="orders.tell_of_the_cancellation")
def tell_of_the_cancellation(fact: SubscriptionCancelled) -> None:
    """Until when it is open; nothing where it was taken back meanwhile."""
    held = _held(fact)
    if held.cancelled_at:
        letters.send(held, letters.cancelled(held), once=held.cancelled_at.isoformat())


@subscribe(SubscriptionPaused, name="orders.tell_of_the_pause")
def tell_of_the_pause(fact: SubscriptionPaused) -> None:
    """Until when nothing is charged."""
    held = _held(fact)
    if held.paused_at:
        letters.send(held, letters.paused(held), once=held.paused_at.isoformat())


@subscribe(SubscriptionChanged, name="orders.tell_of_the_change")
def tell_of_the_change(fact: SubscriptionChanged) -> None:
    """What holds from now on."""
    held = _held(fact)
    letters.send(held, letters.changed(held), once=str(held.changes.exclude(applied_at=None).count()))


def _tell(write: Callable[[Subscription], letters.Letter]) -> Callable[[Any], None]:
    def tell(fact: Any) -> None:
        held = _held(fact)
        letters.send(held, write(held), once=str(held.terms_paid))

    return tell


subscribe(TrialEnding, name="orders.tell_of_the_trials_end")(_tell(letters.trial_ending))
subscribe(SubscriptionCompleted, name="orders.tell_of_the_last_instalment")(_tell(letters.completed))
subscribe(SubscriptionLapsed, name="orders.tell_of_the_lapse")(_tell(letters.lapsed))
subscribe(WinBackDue, name="orders.ask_to_come_back")(_tell(letters.win_back))


def _held(fact: Any) -> Subscription:
    return with_all().get(pk=fact.subscription_id)
