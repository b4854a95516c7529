"""Paying the rest of a plan at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from marque.kit.errors import Refused
from marque.kit.money import Money
from tenant_apps.orders.actions.asking import charge
from tenant_apps.orders.actions.charging import ask_card, locked, place
from tenant_apps.orders.actions.ending import NotRunning, refuse_while_charging
from tenant_apps.orders.models import Order, Payment, Subscription, SubscriptionPeriod
from tenant_apps.orders.subscriptions import open_period


class NothingLeft(Refused):
    """It is no plan, or it is paid."""

    message = _lazy("There is nothing left to pay.")


class RestChanged(Refused):
    """An instalment was charged while the page was open."""

    message = _lazy("There are %(amount)s left now. Nothing was charged. Check it again.")


def pay_rest(
    *, subscription: Subscription, now: datetime, expected: Money | None = None, by: Any = None
) -> Payment | None:
    """Charge all that is left of a plan to the saved card. Twice at once charges once.

    Raises NotRunning, NothingLeft, RestChanged, ChargeUnderWay, CardMissing, MoneyNotTaken.
    """
    payment = _begin(subscription, now, expected)
    return charge(payment=payment) if payment else None


@transaction.atomic
def _begin(subscription: Subscription, now: datetime, expected: Money | None) -> Payment | None:
    held = locked(subscription.pk)
    if held.started_at is None or held.ended_at:
        raise NotRunning
    if not held.left:
        raise NothingLeft
    if expected is not None and expected != held.rest:
        raise RestChanged(amount=held.rest.format(cents=True))
    refuse_while_charging(held)
    overdue = open_period(held)
    if overdue is not None:
        Order.objects.filter(pk=overdue.order_id).update(cancelled_at=now)
        overdue.delete()
    title = _("%(title)s, the rest of %(parts)s payments") % {"title": held.title, "parts": held.instalments}
    products = list(held.line.products.all())
    order, line = place(
        held,
        offer=held.offer,
        amount=held.rest.amount,
        title=title,
        products=products,
        now=now,
        quantity=held.line.quantity,
    )
    SubscriptionPeriod.objects.create(
        subscription=held,
        order=order,
        line=line,
        starts_at=held.boundary(0),
        ends_at=held.boundary(held.left),
        terms=held.left,
    )
    return ask_card(held, order)
