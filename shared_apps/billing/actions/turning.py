"""One period ends, the next begins, and is billed in advance."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from marque.kit.money import Money
from shared_apps.billing.actions.issuing import issue, lock
from shared_apps.billing.actions.telling import note
from shared_apps.billing.models import Invoice, InvoiceKind, Subscription
from shared_apps.billing.periods import period_after
from shared_apps.billing.pricing import PlanTerms, discount_of


@transaction.atomic(using="control")
def turn(*, tenant_id: UUID, now: datetime) -> int:
    """Begin every period whose time has come; returns how many. Run again, or by two at once, each is billed once.

    While a tenant is suspended nothing new is owed. What lies further back than one period is not billed: neither
    tenant nor platform used it.
    """
    held, begun = lock(tenant_id), 0
    while held is not None and held.suspended_at is None and held.period_ends_at <= now:
        _begin_next(held, now)
        begun += 1
    return begun


def _begin_next(held: Subscription, now: datetime) -> None:
    starts = held.period_ends_at
    ends = period_after(starts, interval=held.interval, anchor_day=held.anchor_day)
    if ends <= now:
        starts = now.replace(microsecond=0)
        held.anchor_day = starts.day
        ends = period_after(starts, interval=held.interval, anchor_day=held.anchor_day)
    held.period_starts_at, held.period_ends_at = starts, ends
    bill_period(held, at=max(starts, held.began_at))
    held.save(update_fields=["period_starts_at", "period_ends_at", "anchor_day", "discounted_periods"])


def bill_period(held: Subscription, *, at: datetime) -> Invoice | None:
    """The invoice of the period that `held` is in; free ones need none."""
    starts, ends = held.period_starts_at, held.period_ends_at
    words = {"plan": held.plan.name, "first": date_format(starts, "j F Y"), "last": date_format(ends, "j F Y")}
    lines = [(_("%(plan)s, %(first)s to %(last)s") % words, held.money)]
    terms = PlanTerms(held.money, Money(held.wholesale, held.currency))
    discount = Money.zero(held.currency)
    if held.coupon is not None and held.discounted_periods:
        discount = discount_of(terms, held.coupon)
        held.discounted_periods -= 1
        held.save(update_fields=["discounted_periods"])
    if discount:
        lines.append((_("Discount with %(code)s") % {"code": held.coupon}, -discount))
    return issue(
        held=held,
        kind=InvoiceKind.PERIOD,
        key=f"period:{starts.isoformat()}",
        lines=lines,
        starts=starts,
        ends=ends,
        at=at,
        agency_amount=(terms.price - terms.wholesale - discount).amount,
    )


@transaction.atomic(using="control")
def warn_of_trial(*, tenant_id: UUID, now: datetime) -> None:
    """Owe the owner a letter when their trial is about to end; once for each trial."""
    held = lock(tenant_id)
    if held is None or held.trial_ends_at is None or not held.amount:
        return
    ends = held.trial_ends_at
    if now < ends <= now + timedelta(days=settings.BILLING_TRIAL_NOTICE_DAYS):
        price = held.money.format(cents=True)
        key = f"trial-ending:{tenant_id}:{ends.isoformat()}"
        facts = {"plan": held.plan.name, "on": ends.isoformat(), "price": price, "has_card": held.card is not None}
        note(tenant_id=tenant_id, kind="trial-ending", key=key, at=now, **facts)
