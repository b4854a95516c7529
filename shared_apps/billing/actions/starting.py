"""A tenant is put on its first plan."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from marque.kit import clock
from shared_apps.billing.actions.coupons import use_coupon
from shared_apps.billing.actions.turning import bill_period
from shared_apps.billing.errors import IsACopy
from shared_apps.billing.models import Subscription
from shared_apps.billing.periods import period_after
from shared_apps.billing.pricing import terms_of
from shared_apps.plans.actions import put_on_plan
from shared_apps.plans.models import Interval, Plan
from shared_apps.tenants.models import Tenant


@transaction.atomic(using="control")
def start_subscription(
    *, tenant: Tenant, plan: Plan, by: str, currency: str = "", interval: str = Interval.MONTH, coupon: str = ""
) -> Subscription:
    """Put a tenant that is on no plan on one, with its trial if it has one; raises NotSoldSo, BadCoupon or IsACopy.

    Doing it twice changes nothing. The first invoice is written where there is no trial, and collected by `look`.
    """
    row = Tenant.objects.select_for_update().get(id=tenant.id)
    known = Subscription.objects.filter(tenant_id=row.id).first()
    if known is not None:
        return known
    if row.copy_of or row.safe_mode:
        raise IsACopy
    now = clock.now().replace(microsecond=0)
    currency = currency.upper() or _usual_currency(plan)
    used = use_coupon(coupon, tenant=row, plan=plan, now=now) if coupon else None
    terms = terms_of(plan, currency=currency, interval=interval, coupon=used)
    trial = now + timedelta(days=plan.trial_days) if plan.trial_days else None
    held = Subscription.objects.create(
        tenant_id=row.id, plan=plan, currency=currency, interval=interval, amount=terms.price.amount,
        wholesale=terms.wholesale.amount, coupon=used, discounted_periods=used.discount_periods if used else 0,
        began_at=now, anchor_day=(trial or now).day, trial_ends_at=trial, period_starts_at=now,
        period_ends_at=trial or period_after(now, interval=interval, anchor_day=now.day), used_until=now.date(),
    )  # fmt: skip
    put_on_plan(tenant_id=row.id, plan=plan, by=by, at=now)
    if trial is None:
        bill_period(held, at=now)
    return held


def _usual_currency(plan: Plan) -> str:
    first = plan.prices.order_by("pk").first()
    return first.currency if first else "USD"
