"""What a subscriber is told ahead of time, and once after the end."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from marque.kit.facts.outbox import publish
from tenant_apps.orders.events import TrialEnding, WinBackDue
from tenant_apps.orders.models import Subscription
from tenant_apps.orders.subscriptions import patience

AT_ONCE = 200


@transaction.atomic
def remind_of_trials(*, now: datetime) -> int:
    """Say that a trial ends in a few days, once each."""
    soon = Subscription.objects.trials_ending(now, timedelta(days=patience().reminder_days))
    told = soon.select_for_update(skip_locked=True)[:AT_ONCE]
    for held in told:
        held.reminded_at = now
        held.save(update_fields=["reminded_at"])
        publish(TrialEnding(subscription_id=held.pk, person_id=held.person_id))
    return len(told)


@transaction.atomic
def win_back(*, now: datetime) -> int:
    """Ask those who left some time ago whether they come back; never twice, never those who are back."""
    gone = Subscription.objects.to_win_back(now, timedelta(days=patience().win_back_days))
    asked = gone.select_for_update(skip_locked=True)[:AT_ONCE]
    for held in asked:
        held.won_back_at = now
        held.save(update_fields=["won_back_at"])
        if not Subscription.objects.running().filter(person=held.person_id).exists():
            publish(WinBackDue(subscription_id=held.pk, person_id=held.person_id))
    return len(asked)
