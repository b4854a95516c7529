"""Whose an order is: decided once, when it is placed, by the rules of that moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from tenant_apps.affiliates import cookie, queries
from tenant_apps.affiliates.models import Affiliate, Attribution, Renewals, Way
from tenant_apps.orders.models import Order, Subscription
from tenant_apps.orders.rhythm import Interval, step
from tenant_apps.orders.witnesses import Placing


@dataclass(frozen=True)
class Lead:
    """Who led the buyer here, and how."""

    affiliate: Affiliate
    way: str
    clicked_at: datetime | None = None


@transaction.atomic
def attribute_order(*, placing: Placing) -> Attribution | None:
    """Note whose this order is; placed again, with another coupon or buyer, it is asked again.

    Nobody earns on what they buy themselves, whichever address they type at the checkout.
    """
    order = placing.order
    lead = _of_renewal(order, placing.renews) if placing.renews else _by_coupon(order) or _by_link(placing)
    if lead is None or lead.affiliate.person_id in (order.buyer_id, placing.by and placing.by.pk):
        Attribution.objects.filter(order=order).delete()
        return None
    about = {"affiliate": lead.affiliate, "way": lead.way, "clicked_at": lead.clicked_at}
    return Attribution.objects.update_or_create(order=order, defaults=about)[0]


def _by_coupon(order: Order) -> Lead | None:
    used = Q(coupons__code__uses__order=order, coupons__code__uses__released_at__isnull=True)
    found = Affiliate.objects.active().filter(used).order_by("coupons__pk").first() if order.discount_amount else None
    return Lead(found, Way.COUPON) if found else None


def _by_link(placing: Placing) -> Lead | None:
    click = cookie.read(placing.cookies)
    found = Affiliate.objects.active().filter(key=click.affiliate).first() if click else None
    return Lead(found, Way.LINK, click.at) if found and click else None


def _of_renewal(order: Order, held: Subscription) -> Lead | None:
    first = Attribution.objects.filter(order_id=held.order_id).select_related("affiliate").first()
    if first is None or not first.affiliate.is_active or not _counts(order, held):
        return None
    return Lead(first.affiliate, Way.RENEWAL)


def _counts(order: Order, held: Subscription) -> bool:
    """By the programme's terms; instalments are one price, so each of them counts."""
    programme = queries.current_programme()
    if held.instalments or programme.renewals == Renewals.ALWAYS:
        return True
    if programme.renewals == Renewals.FIRST:
        # after a trial, the first payment is a renewal
        own = Order.objects.filter(Q(pk=held.order_id) | Q(periods__subscription=held))
        return not own.filter(paid_at__isnull=False, total_amount__gt=0).exists()
    if held.started_at is None:
        return True
    until = step(held.started_at, steps=programme.renewal_months, interval=Interval.MONTH, count=1, zone=held.time_zone)
    return order.placed_at < until
