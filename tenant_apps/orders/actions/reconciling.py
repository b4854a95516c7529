"""Payments nobody finished: a worker died, a tab was closed."""

from __future__ import annotations

from datetime import datetime, timedelta

from tenant_apps.orders.actions.paying import answer_challenge, charge
from tenant_apps.orders.actions.placing import cancel_order
from tenant_apps.orders.models import Order, Payment, PaymentState

UNANSWERED = timedelta(minutes=1)
CHALLENGE_LASTS = timedelta(minutes=20)
ABANDONED = timedelta(days=1)
AT_ONCE = 100


def reconcile_payments(*, now: datetime) -> int:
    """Ask the gateway about every payment left under way, and give up on challenges nobody answered."""
    unanswered = Payment.objects.stuck(PaymentState.STARTED, now - UNANSWERED).select_related("order")[:AT_ONCE]
    forgotten = Payment.objects.stuck(PaymentState.CHALLENGED, now - CHALLENGE_LASTS)[:AT_ONCE]
    settled = [charge(payment=payment) for payment in unanswered]
    settled += [answer_challenge(payment=payment, approved=False) for payment in forgotten]
    return sum(1 for payment in settled if payment.settled_at)


def cancel_abandoned(*, now: datetime) -> int:
    """Let go of orders nobody paid within a day."""
    left = Order.objects.awaiting_payment().filter(placed_at__lt=now - ABANDONED).order_by("pk")[:AT_ONCE]
    return len([cancel_order(order=order) for order in left])
