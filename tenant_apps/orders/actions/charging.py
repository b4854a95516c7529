"""The orders a subscription makes by itself, and the saved card that pays them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from shared_apps.integrations.ports.tax import BadTaxId
from tenant_apps.catalog.models import Offer
from tenant_apps.orders import witnesses
from tenant_apps.orders.actions.billing import bill_order
from tenant_apps.orders.actions.paying import start_payment
from tenant_apps.orders.events import OrderPlaced
from tenant_apps.orders.models import Order, OrderBilling, OrderKind, OrderLine, Payment, Subscription
from tenant_apps.orders.taxing import billed_to


class CardMissing(Refused):
    """No card is left to charge."""

    message = _("There is no card to charge. Add one first.")


def locked(subscription_id: int) -> Subscription:
    """The subscription and its unpaid orders, held until the end of the transaction; orders first, as payments do."""
    waiting = Order.objects.filter(periods__subscription=subscription_id, paid_at__isnull=True)
    keys = list(waiting.values_list("pk", flat=True))
    list(Order.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    rows = Subscription.objects.select_for_update(of=("self",)).select_related("line", "method", "person", "offer")
    return rows.get(pk=subscription_id)


def place(
    held: Subscription,
    *,
    offer: Offer,
    amount: int,
    title: str,
    products: list[Any],
    now: datetime,
    discount: int = 0,
    quantity: int = 1,
) -> tuple[Order, OrderLine]:
    """An order for more of what was agreed, in the transaction that writes down what it is for."""
    order = Order.objects.create(
        idempotency_key=uuid4(),
        kind=OrderKind.RENEWAL,
        buyer=held.person,
        email=held.person.email,
        name=held.person.name,
        currency=held.currency,
        subtotal_amount=amount,
        discount_amount=discount,
        total_amount=amount - discount,
        placed_at=now,
    )
    line = OrderLine.objects.create(
        order=order, offer=offer, title=title[:200], quantity=quantity, amount=amount, discount_amount=discount
    )
    line.products.set(products)
    publish(OrderPlaced(order_id=order.pk, person_id=order.buyer_id))
    witnesses.tell(witnesses.Placing(order, renews=held))
    return _taxed(held, order), line


def _taxed(held: Subscription, order: Order) -> Order:
    """With the tax of the place the first order was billed to, at today's rates."""
    known = OrderBilling.objects.filter(order_id=held.order_id).first()
    if known is None or not order.total:
        return order
    to = billed_to(known)
    try:
        return bill_order(order=order, to=to, ask=False)
    except BadTaxId:
        # an ID that holds no more buys like anybody
        return bill_order(order=order, to=replace(to, tax_id=""), ask=False)


def ask_card(held: Subscription, order: Order) -> Payment | None:
    """Write down that the saved card is about to pay; None while another payment is under way.

    Raises CardMissing, MoneyNotTaken and NotConnected.
    """
    card = held.method
    if card is None or card.removed_at:
        raise CardMissing
    payment, fresh = start_payment(order=order, method=card.token, gateway=card.gateway, off_session=True)
    return payment if fresh else None
