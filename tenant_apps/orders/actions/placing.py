"""Placing an order, and letting go of one nobody paid."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from marque.kit.money import Money
from tenant_apps.catalog import rooms
from tenant_apps.catalog.models import Offer
from tenant_apps.orders import ownership, quoting, witnesses
from tenant_apps.orders.actions import coupons, holding
from tenant_apps.orders.actions.gifting import follow_wish
from tenant_apps.orders.actions.subscribing import follow_price
from tenant_apps.orders.actions.teaming import follow_team
from tenant_apps.orders.events import OrderPlaced
from tenant_apps.orders.models import Order, OrderKind, OrderLine, OrderLineProduct
from tenant_apps.orders.quoting import UNCHOSEN, Choice, Item, Quote
from tenant_apps.people import actions as people
from tenant_apps.people.models import Person

_NO_COOKIES: Mapping[str, str] = MappingProxyType({})


class PriceHasChanged(Refused):
    """The form showed another total than this is now."""

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
    choice: Choice = UNCHOSEN,
    expected: Money | None = None,
    kind: OrderKind = OrderKind.CHECKOUT,
    cookies: Mapping[str, str] = _NO_COOKIES,
    by: Person | None = None,
) -> Order:
    """The order of this form, its seats held while it is paid.

    The same key is the same order; details may change until a payment is under way. Rows are locked in one sequence,
    order, person, coupons, offers, each by primary key, so that crowds wait for each other and never deadlock.
    """
    order = Order.objects.select_for_update().filter(idempotency_key=idempotency_key).first()
    if order is not None and not order.lines.filter(offer=offer).exists():
        raise WrongCheckout
    if order is not None and (order.paid_at or order.payments.holding().exists()):
        return order
    # read again: the offer in hand may be older than the archiving
    fresh = Offer.objects.with_price().get(pk=offer.pk)
    quote = quoting.quote(offer=fresh, choice=choice, strict=True, mine=coupons.used_by(order))
    if expected is not None and quote.total != expected and not quote.named_by_buyer:
        raise PriceHasChanged(price=quote.total.format(cents=True))
    if not (choice.for_others or offer.for_teams) and ownership.owned_already(by, offer):
        raise AlreadyOwned
    if not quote.total:
        people.make_room_for_guest(email=email)
    buyer = people.meet(email=email, name=name)
    asker = rooms.Asker(None if choice.gift else buyer, order.pk if order else None, payer=buyer)
    # seats of a team are nobody's yet
    alone = [item.offer for item in quote.items if not (item.offer.for_teams or (choice.team and item.offer == offer))]
    rooms.require_room_for(alone, asker)
    if order is None:
        order, new = _new_order(quote, buyer, name, idempotency_key, kind)
        if not new:
            return order  # the same form came twice at once, and the other one was first
    else:
        _change(order, quote, buyer, name)
        new = False
    _write_lines(order, quote, choice, new=new)
    if quote.applied or not new:
        coupons.use_coupons(order=order, applied=quote.applied)
    holding.hold_seats(order=order, place=choice.place)
    witnesses.tell(witnesses.Placing(order, by=by, cookies=cookies))
    return order


def _new_order(quote: Quote, buyer: Person, name: str, key: UUID, kind: OrderKind) -> tuple[Order, bool]:
    about = {"buyer": buyer, "email": buyer.email, "name": name.strip(), "kind": kind, **_sums(quote)}
    order, new = Order.objects.get_or_create(idempotency_key=key, defaults={**about, "placed_at": clock.now()})
    if new:
        publish(OrderPlaced(order_id=order.pk, person_id=buyer.pk))
    return order, new


def _change(order: Order, quote: Quote, buyer: Person, name: str) -> None:
    order.buyer, order.email, order.name = buyer, buyer.email, name.strip()
    order.cancelled_at = None
    sums = _sums(quote)
    for column, value in sums.items():
        setattr(order, column, value)
    order.save(update_fields=["buyer", "email", "name", "cancelled_at", *sums])


def _sums(quote: Quote) -> dict[str, Any]:
    return {
        "currency": quote.total.currency,
        "subtotal_amount": quote.subtotal.amount,
        "discount_amount": quote.discount.amount,
        # what was worked out for another total; `bill_order` does it again
        "tax_amount": 0,
        "total_amount": quote.total.amount,
    }


def _write_lines(order: Order, quote: Quote, choice: Choice, *, new: bool) -> None:
    """What is new has nothing to take away first: its lines are written without a look at what was there."""
    if not new:
        _take_away(order, quote)
    for item in quote.items:
        line, written = _write_line(order, item, new=new)
        if not new or item.price.terms.over_time:
            follow_price(order=order, line=line, price=item.price)
        if item.offer.for_teams or not written:
            follow_team(order=order, line=line, team=choice.team if item is quote.main else None)
    if choice.gift is not None or not new:
        follow_wish(order=order, wish=choice.gift, now=clock.now())


def _take_away(order: Order, quote: Quote) -> None:
    gone = order.lines.exclude(offer__in=[item.offer for item in quote.items])
    for line in gone.seated():
        holding.give_back(line)
    gone.delete()


def _write_line(order: Order, item: Item, *, new: bool) -> tuple[OrderLine, bool]:
    facts = {
        "title": item.title,
        "quantity": item.quantity,
        "amount": item.amount.amount,
        "discount_amount": item.discount.amount,
        "tax_amount": 0,
        "price": item.price,
        "terms": item.price.snapshot(),
        "delivers_at": item.offer.delivers_at if item.offer.is_preorder else None,
        "access_days": item.offer.access_days,
        "access_until": item.offer.access_until,
    }
    if new:
        line, written = OrderLine.objects.create(order=order, offer=item.offer, **facts), True
        sold = [OrderLineProduct(line=line, product=each) for each in item.offer.products.all()]
        OrderLineProduct.objects.bulk_create(sold)
    else:
        line, written = OrderLine.objects.update_or_create(order=order, offer=item.offer, defaults=facts)
        line.products.set(item.offer.products.all())
    return line, written


@transaction.atomic
def cancel_order(*, order: Order, by: Any = None) -> Order:
    """Let go of an unpaid order. Paid ones, and ones being paid, stay as they are."""
    order = Order.objects.select_for_update().get(pk=order.pk)
    if order.paid_at or order.cancelled_at or order.payments.holding().exists():
        return order
    order.cancelled_at = clock.now()
    order.save(update_fields=["cancelled_at"])
    coupons.release_coupons(order)
    holding.release_order(order=order)
    return order
