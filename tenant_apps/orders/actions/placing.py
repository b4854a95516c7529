"""Placing an order, and letting go of one nobody paid."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from marque.kit.money import Money
from tenant_apps.catalog.models import Offer
from tenant_apps.orders import ownership
from tenant_apps.orders.events import OrderPlaced
from tenant_apps.orders.models import Order, OrderLine
from tenant_apps.people import actions as people
from tenant_apps.people.models import Person


class OfferNotOnSale(Refused):
    """The offer was archived, or never published."""

    message = _("This is no longer on sale. Nothing was charged.")


class PriceHasChanged(Refused):
    """The form showed another price than the offer has now."""

    message = _("The price changed to %(price)s while this page was open. Nothing was charged. Check it and pay again.")


class AlreadyOwned(Refused):
    """The signed-in buyer has everything in the offer."""

    message = _("You already have this. Nothing was charged.")


class WrongCheckout(Refused):
    """The form's key belongs to an order of something else."""

    message = _("This form is out of date. Nothing was charged. Open the checkout again.")


@transaction.atomic
def place_order(
    *,
    offer: Offer,
    email: str,
    name: str,
    idempotency_key: UUID,
    expected: Money | None = None,
    by: Person | None = None,
) -> Order:
    """The order of this form. The same key is the same order; details may change until a payment is under way."""
    order = Order.objects.select_for_update().filter(idempotency_key=idempotency_key).first()
    if order is not None and not order.lines.filter(offer=offer).exists():
        raise WrongCheckout
    if order is not None and (order.paid_at or order.payments.holding().exists()):
        return order
    price = _price_now(offer, expected)
    if ownership.owned_already(by, offer):
        raise AlreadyOwned
    if order is None:
        return _new_order(offer, price, email, name, idempotency_key)
    return _changed(order, offer, price, email, name)


def _price_now(offer: Offer, expected: Money | None) -> Money:
    # read again: the offer in hand may be older than the archiving
    current = Offer.objects.with_price().get(pk=offer.pk)
    price = current.current_price
    if not current.is_live or price is None:
        raise OfferNotOnSale
    if expected is not None and price != expected:
        raise PriceHasChanged(price=price.format(cents=True))
    return price


def _new_order(offer: Offer, price: Money, email: str, name: str, key: UUID) -> Order:
    buyer = people.meet(email=email, name=name)
    order, new = Order.objects.get_or_create(
        idempotency_key=key,
        defaults={
            "buyer": buyer,
            "email": buyer.email,
            "name": name.strip(),
            "currency": price.currency,
            "subtotal_amount": price.amount,
            "total_amount": price.amount,
            "placed_at": clock.now(),
        },
    )
    if not new:
        return order  # the same form came twice at once, and the other one was first
    line = OrderLine.objects.create(order=order, offer=offer, title=offer.title, amount=price.amount)
    line.products.set(offer.products.all())
    publish(OrderPlaced(order_id=order.pk, person_id=buyer.pk))
    return order


def _changed(order: Order, offer: Offer, price: Money, email: str, name: str) -> Order:
    buyer = people.meet(email=email, name=name)
    order.buyer, order.email, order.name = buyer, buyer.email, name.strip()
    order.currency, order.cancelled_at = price.currency, None
    order.subtotal_amount = order.total_amount = price.amount
    order.save(update_fields=["buyer", "email", "name", "currency", "subtotal_amount", "total_amount", "cancelled_at"])
    line = order.lines.get(offer=offer)
    line.title, line.amount = offer.title, price.amount
    line.save(update_fields=["title", "amount"])
    line.products.set(offer.products.all())
    return order


@transaction.atomic
def cancel_order(*, order: Order, by: Any = None) -> Order:
    """Let go of an unpaid order. Paid ones, and ones being paid, stay as they are."""
    order = Order.objects.select_for_update().get(pk=order.pk)
    if order.paid_at or order.cancelled_at or order.payments.holding().exists():
        return order
    order.cancelled_at = clock.now()
    order.save(update_fields=["cancelled_at"])
    return order
