"""The moment an order is paid: its number and its fact."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from marque.kit import clock
from marque.kit.facts.outbox import publish
from tenant_apps.orders.actions.periods import money_came
from tenant_apps.orders.actions.teaming import seats_came
from tenant_apps.orders.events import OrderPaid
from tenant_apps.orders.models import Order, OrderCounter


def next_number(name: str = "order") -> int:
    """The next number of orders, invoices or credit notes: no gaps, no twins.

    Whoever takes one holds the row until the end of the transaction.
    """
    OrderCounter.objects.get_or_create(name=name)
    counter = OrderCounter.objects.select_for_update().get(name=name)
    counter.last_number += 1
    counter.save(update_fields=["last_number"])
    return counter.last_number


def mark_paid(order: Order, *, at: datetime | None = None) -> None:
    """Number a locked order and tell everyone; `at` is when it was paid, if that was before."""
    order.paid_at, order.cancelled_at, order.number = at or clock.now(), None, next_number()
    order.save(update_fields=["paid_at", "cancelled_at", "number"])
    order.lines.update(held_until=None)
    publish(OrderPaid(order_id=order.pk, person_id=order.buyer_id))
    money_came(order=order, now=order.paid_at)
    seats_came(order, now=order.paid_at)


@transaction.atomic
def settle_free(*, order: Order, by: Any = None) -> Order:
    """An order of nothing to pay is paid. Calling it twice changes nothing."""
    order = Order.objects.select_for_update().get(pk=order.pk)
    if order.total:
        raise ValueError("Only an order that costs nothing settles by itself.")
    if order.paid_at is None:
        mark_paid(order)
    return order
