"""Changing the plan: more is paid for at once, less begins with the next period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from marque.kit.errors import Refused
from marque.kit.money import Money
from tenant_apps.catalog.models import Offer
from tenant_apps.orders.actions.asking import charge
from tenant_apps.orders.actions.charging import ask_card, place
from tenant_apps.orders.actions.ending import PlansRunOn, refuse_while_charging, running, withdraw_changes
from tenant_apps.orders.actions.settling import settle_free
from tenant_apps.orders.models import Payment, Subscription, SubscriptionChange
from tenant_apps.orders.rhythm import unused
from tenant_apps.orders.standing import team_of
from tenant_apps.orders.terms import Terms


class CannotChange(Refused):
    """Overdue, cancelled or paused."""

    message = _lazy("Only a subscription that is paid and goes on can change. Settle or resume it first.")


class SamePlan(Refused):
    """It is what they have."""

    message = _lazy("This is the plan you have.")


class OtherMoney(Refused):
    """A subscription keeps its currency."""

    message = _lazy("This plan is sold in another currency.")


class QuoteChanged(Refused):
    """The page was open for long."""

    message = _lazy("The amount changed to %(amount)s while this page was open. Nothing was charged. Check it again.")


@dataclass(frozen=True)
class Quote:
    """What a change costs: an amount now, or nothing until the period is over."""

    due_now: Money
    at_period_end: bool
    restarts: bool
    then: Money
    begins_at: datetime


def quote_change(*, subscription: Subscription, terms: Terms, now: datetime) -> Quote:
    """What changing to these terms would cost at this moment; the same sum `change_plan` charges."""
    held = subscription
    assert held.period_starts_at is not None
    assert held.period_ends_at is not None
    same = (terms.interval, terms.interval_count) == (held.interval, held.interval_count)
    dearer = terms.amount > held.amount if same else terms.monthly > held.terms.monthly
    if held.on_trial:
        return Quote(Money(0, held.currency), False, False, terms.money, held.period_ends_at)
    span = {"start": held.period_starts_at, "end": held.period_ends_at, "now": now}
    due = unused(terms.amount - held.amount, **span) if same else terms.amount - unused(held.amount, **span)
    if not dearer or due < 0:
        return Quote(Money(0, held.currency), True, False, terms.money, held.period_ends_at)
    return Quote(Money(due, held.currency), False, not same, terms.money, now)


def change_plan(
    *,
    subscription: Subscription,
    offer: Offer,
    terms: Terms,
    now: datetime,
    quoted_at: datetime | None = None,
    expected: Money | None = None,
    seats: int | None = None,
    by: Any = None,
) -> SubscriptionChange:
    """Change to another offer: the difference is charged now and it holds once paid, or it waits for the period's end.

    `quoted_at` is when the amount was said, where that was before now: what was announced is what is charged.

    `seats` is how many the new terms are for; a team's plan changes with them alone, or its members would lose theirs.

    Raises NotRunning, PlansRunOn, CannotChange, SamePlan, OtherMoney, QuoteChanged, CardMissing, ChargeUnderWay.
    """
    change, payment = _ask(subscription, offer, terms.check(), now, quoted_at or now, expected, seats)
    if payment is not None:
        charge(payment=payment)
    change.refresh_from_db()
    return change


@transaction.atomic
def _ask(
    subscription: Subscription,
    offer: Offer,
    terms: Terms,
    now: datetime,
    quoted_at: datetime,
    expected: Money | None,
    seats: int | None,
) -> tuple[SubscriptionChange, Payment | None]:
    held = running(subscription)
    if seats is None and team_of(held) is not None:
        raise CannotChange
    _refuse(held, offer, terms)
    quote = quote_change(subscription=held, terms=terms, now=quoted_at)
    if expected is not None and quote.due_now > expected:
        raise QuoteChanged(amount=quote.due_now.format(cents=True))
    withdraw_changes(held, now=now)
    change = SubscriptionChange.objects.create(
        subscription=held,
        offer=offer,
        amount=terms.amount,
        quantity=seats or 1,
        interval=terms.interval,
        interval_count=terms.interval_count,
        restarts=quote.restarts,
        asked_at=now,
    )
    return change, None if quote.at_period_end else _pay_for(held, change, quote.due_now, now)


def _pay_for(held: Subscription, change: SubscriptionChange, due: Money, now: datetime) -> Payment | None:
    title = _("Change to %(offer)s") % {"offer": change.offer.title}
    if change.quantity > 1:
        title = _("%(offer)s, now %(seats)s seats") % {"offer": change.offer.title, "seats": change.quantity}
    products = list(change.offer.products.all())
    change.order, _line = place(
        held,
        offer=change.offer,
        amount=due.amount,
        title=title,
        products=products,
        now=now,
        quantity=change.quantity,
    )
    change.save(update_fields=["order"])
    if due:
        return ask_card(held, change.order)
    settle_free(order=change.order)
    return None


def _refuse(held: Subscription, offer: Offer, terms: Terms) -> None:
    if held.instalments or terms.instalments:
        raise PlansRunOn
    if held.past_due_since or held.cancelled_at or held.paused_at:
        raise CannotChange
    if terms.currency != held.currency:
        raise OtherMoney
    same_rhythm = (terms.interval, terms.interval_count) == (held.interval, held.interval_count)
    if offer.pk == held.offer_id and same_rhythm and terms.amount == held.amount:
        raise SamePlan
    refuse_while_charging(held)


def due_change(held: Subscription) -> SubscriptionChange | None:
    """The change that waits for the end of the period."""
    waiting = held.changes.filter(applied_at__isnull=True, withdrawn_at__isnull=True, order__isnull=True)
    return waiting.select_related("offer").first()
