"""Orders nobody placed at the checkout: paid by hand, given away, or sold before."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from marque.kit.money import Money
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.catalog import rooms
from tenant_apps.catalog.models import Offer
from tenant_apps.orders.actions.settling import mark_paid
from tenant_apps.orders.events import OrderPlaced
from tenant_apps.orders.models import Order, OrderByHand, OrderKind, OrderLine, PaidBy
from tenant_apps.people import actions as people

# what a bigint holds with room to add many up
MOST = 10**14


class ReasonNeeded(Refused):
    """A gift that nobody explains."""

    field = "reason"
    message = _("Write why it is given away, so that whoever does the books knows.")


class AmountRefused(Refused):
    """Nothing, or more than any amount."""

    field = "amount"
    message = _("Write the amount that was paid. For nothing, choose that it is given away.")


@transaction.atomic
def write_down_order(
    *,
    offer: Offer,
    email: str,
    name: str,
    amount: Money,
    paid_by: str,
    key: UUID,
    reason: str = "",
    reference: str = "",
    by: Any,
) -> Order:
    """Write down an order that was paid by hand, or given away; the same key is the same order.

    Given away, `amount` is what it is worth: the line shows it, the discount takes it off, and nothing is owed.
    Raises ReasonNeeded, AmountRefused, and where there is no room.
    """
    given = paid_by == PaidBy.NOTHING
    if given and not reason.strip():
        raise ReasonNeeded
    if not 0 <= amount.amount < MOST or not (amount or given):
        raise AmountRefused
    order, new = _place(offer, email, name, amount, key, OrderKind.COMP if given else OrderKind.MANUAL, clock.now())
    if not new:
        return order
    _note(order, paid_by, reason, reference, by)
    mark_paid(order)
    about = {"order": order.code, "amount": amount.amount, "currency": amount.currency, "paid_by": paid_by}
    tenant = require_tenant()
    audit.record(
        by=str(by), action=f"order.{order.kind}", target=order.code, tenant_id=tenant.id, reason=reason, data=about
    )
    return order


@transaction.atomic
def bring_in_order(
    *, offer: Offer, email: str, name: str, amount: Money, paid_at: datetime, key: UUID, reference: str, by: Any
) -> tuple[Order, bool]:
    """An order that was sold somewhere else, before; (order, False) when it was brought in already."""
    order, new = _place(offer, email, name, amount, key, OrderKind.IMPORTED, paid_at)
    if new:
        _note(order, PaidBy.OTHER, "", reference, by)
        mark_paid(order, at=paid_at)
    return order, new


def _place(
    offer: Offer, email: str, name: str, amount: Money, key: UUID, kind: str, at: datetime
) -> tuple[Order, bool]:
    people.make_room(email=email)
    buyer = people.meet(email=email, name=name)
    # what was sold somewhere else is paid for: it is given, however full
    if kind != OrderKind.IMPORTED and not Order.objects.filter(idempotency_key=key).exists():
        rooms.require_room_for([offer], rooms.Asker(buyer, payer=buyer))
    off = amount.amount if kind == OrderKind.COMP else 0
    about = {
        "buyer": buyer,
        "email": buyer.email,
        "name": name.strip(),
        "kind": kind,
        "currency": amount.currency,
        "subtotal_amount": amount.amount,
        "discount_amount": off,
        "total_amount": amount.amount - off,
        "placed_at": at,
    }
    order, new = Order.objects.get_or_create(idempotency_key=key, defaults=about)
    if new:
        line = OrderLine.objects.create(
            order=order, offer=offer, title=offer.title, amount=amount.amount, discount_amount=off
        )
        line.products.set(offer.products.all())
        publish(OrderPlaced(order_id=order.pk, person_id=buyer.pk))
    return order, new


def _note(order: Order, paid_by: str, reason: str, reference: str, by: Any) -> None:
    OrderByHand.objects.create(
        order=order, by=by, paid_by=paid_by, reason=reason.strip()[:300], reference=reference.strip()[:120]
    )
