"""Reads on subscriptions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from marque.kit import signing
from marque.kit.money import Money
from marque.kit.tenancy.addresses import path_to
from tenant_apps.orders.models import (
    CouponUse,
    Ending,
    Order,
    Subscription,
    SubscriptionPeriod,
    SubscriptionQuerySet,
    SubscriptionSettings,
)
from tenant_apps.people.models import Person

CARD_LINK = "orders.subscription_card"
LINK_LASTS = timedelta(days=60)


@dataclass(frozen=True)
class Access:
    """Whether what was subscribed to is open, and until when; None is without end."""

    is_open: bool
    until: datetime | None = None


def access_of(held: Subscription) -> Access:
    """Open while it runs, is on trial or within its grace; paused, as the business has it; a paid plan for good."""
    if held.ended_at or held.started_at is None:
        return Access(held.ended_because == Ending.COMPLETED)
    if held.paused_at and not patience().paused_stays_open:
        return Access(True, held.period_ends_at)
    return Access(True, held.ends_at)


def patience() -> SubscriptionSettings:
    """How often and how long this business asks again."""
    return SubscriptionSettings.objects.first() or SubscriptionSettings()


def open_period(held: Subscription) -> SubscriptionPeriod | None:
    """The period that is placed and not paid."""
    waiting = held.periods.filter(order__paid_at__isnull=True, order__cancelled_at__isnull=True)
    return waiting.select_related("order").order_by("pk").first()


def subscriptions_paid_by(order: Order) -> SubscriptionQuerySet:
    """Those an order began or renewed."""
    return Subscription.objects.filter(Q(order=order) | Q(periods__order=order)).distinct()


def with_all() -> SubscriptionQuerySet:
    """Subscriptions with what a page about them shows."""
    return Subscription.objects.select_related("person", "line", "method", "offer")


def subscriptions_of(person: Person) -> SubscriptionQuerySet:
    """A person's own, the newest first."""
    return with_all().begun().filter(person=person).newest_first()


def discount_on_next(held: Subscription, amount: int) -> int:
    """What the coupons it began with take off the next payment, while they last."""
    uses = held.order.coupon_uses.standing().select_related("coupon")
    lasting = uses.filter(Q(payments__isnull=True) | Q(payments__gt=held.terms_paid))
    return min(amount, sum(_off(use, held, amount) for use in lasting))


def _off(use: CouponUse, held: Subscription, amount: int) -> int:
    only = set(use.coupon.offers.values_list("pk", flat=True))
    if only and held.offer_id not in only:
        return 0
    if use.coupon.percent:
        return (Money(amount, held.currency) * (Decimal(use.coupon.percent) / 100)).amount
    each = use.coupon.amounts.filter(currency=held.currency).first()
    return each.off_amount if each else 0


def unpaid_order(held: Subscription) -> Order | None:
    """The order that is overdue."""
    period = open_period(held)
    return period.order if period else None


def card_path(held: Subscription) -> str:
    """Where somebody changes the card without signing in: it travels in emails only."""
    token = signing.sign(CARD_LINK, str(held.key), expires_in=LINK_LASTS)
    return path_to("orders:subscription_card", token)


def subscription_of_link(token: str) -> Subscription | None:
    """The subscription a link from an email is about; None when it is forged, foreign or old."""
    try:
        return with_all().begun().filter(key=UUID(signing.unsign(CARD_LINK, token))).first()
    except (signing.BadSignature, ValueError):
        return None


@dataclass(frozen=True)
class Happening:
    """Something in the life of a subscription."""

    at: datetime
    words: str
    detail: str = ""
    tone: str = ""


_TONES = {"converted": "good", "new": "good", "restored": "good", "lapsed": "bad", "cancelled": "warn"}


def history_of(held: Subscription) -> list[Happening]:
    """Everything that happened to it, first to last."""
    found = [
        Happening(each.at, each.get_kind_display(), "", _TONES.get(each.kind, "")) for each in held.movements.all()
    ]
    found += [
        Happening(period.order.paid_at, _("Paid"), period.order.total.format(cents=True), "good")
        for period in held.periods.filter(order__paid_at__isnull=False).select_related("order")
        if period.order.total and period.order.paid_at
    ]
    if held.past_due_since:
        tries = _("%(n)s tries failed") % {"n": held.failures}
        found.append(Happening(held.past_due_since, _("Payment declined"), tries, "bad"))
    if held.cancelled_at:
        found.append(Happening(held.cancelled_at, _("Asked to end"), "", "warn"))
    return sorted(found, key=lambda each: each.at)
