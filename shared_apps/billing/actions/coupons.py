"""Codes of agencies, and their mark-up."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from shared_apps.agencies.models import Agency
from shared_apps.billing.actions.issuing import lock
from shared_apps.billing.errors import BadCoupon, BadMarkup, NoSubscription
from shared_apps.billing.models import AgencyCoupon, Subscription
from shared_apps.billing.models.coupon import MOST_MARKUP
from shared_apps.billing.pricing import terms_of
from shared_apps.operations.audit import record
from shared_apps.plans.models import MOST_POINTS, Plan
from shared_apps.tenants.models import Tenant


@transaction.atomic(using="control")
def create_coupon(
    *,
    agency: Agency,
    code: str,
    markup_points: int,
    by: str,
    plan: Plan | None = None,
    discount_points: int = 0,
    discount_periods: int = 0,
    use_limit: int | None = None,
    ends_at: datetime | None = None,
) -> AgencyCoupon:
    """A code with which an agency's tenants pay this much more than the platform's price; raises BadMarkup.

    A discount for the first periods comes out of the mark-up; the platform's price stays whole.
    """
    code = code.strip().upper()
    if not 3 <= len(code) <= 40 or not code.replace("-", "").isalnum() or not code.isascii():
        raise BadMarkup(_("A code has 3 to 40 letters, digits and hyphens."), field="code")
    if not (0 <= markup_points <= MOST_MARKUP and 0 <= discount_points <= MOST_POINTS and 0 <= discount_periods <= 120):
        raise BadMarkup
    try:
        with transaction.atomic(using="control"):
            row = AgencyCoupon.objects.create(
                agency=agency, code=code, plan=plan, markup_points=markup_points, discount_points=discount_points,
                discount_periods=discount_periods, use_limit=use_limit, ends_at=ends_at, created_by=by,
            )  # fmt: skip
    except IntegrityError:
        raise BadMarkup(_("There already is a code “%(code)s”."), field="code", code=code) from None
    record(by=by, action="coupon.create", target=code, data={"agency": agency.slug, "markup_points": markup_points})
    return row


@transaction.atomic(using="control")
def end_coupon(*, coupon: AgencyCoupon, by: str) -> AgencyCoupon:
    """Take a code from now on no more; who used it keeps its terms. Doing it twice changes nothing."""
    row = AgencyCoupon.objects.select_for_update().select_related("agency").get(pk=coupon.pk)
    now = clock.now()
    if row.ends_at is None or row.ends_at > now:
        row.ends_at = now
        row.save(update_fields=["ends_at"])
        record(by=by, action="coupon.end", target=row.code, data={"agency": row.agency.slug})
    return row


def use_coupon(code: str, *, tenant: Tenant, plan: Plan, now: datetime) -> AgencyCoupon:
    """Count one use of a code of the agency that looks after a tenant; raises BadCoupon. In the caller's transaction.

    The limit holds under many at once: the use is counted by one conditional update.
    """
    open_ones = AgencyCoupon.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=now),
        Q(plan=None) | Q(plan=plan),
        code=code.strip().upper(),
        agency__holdings__tenant_id=tenant.id,
    )
    ids = list(open_ones.values_list("pk", flat=True))
    free = AgencyCoupon.objects.filter(Q(use_limit=None) | Q(used__lt=F("use_limit")), pk__in=ids)
    if not free.update(used=F("used") + 1):
        raise BadCoupon
    return AgencyCoupon.objects.select_related("agency").get(pk=ids[0])


@transaction.atomic(using="control")
def redeem_coupon(*, tenant: Tenant, code: str, by: str) -> Subscription:
    """Let a tenant pay with a code from its next period on; raises NoSubscription or BadCoupon.

    The code it has is redeemed already; redeeming it again changes nothing.
    """
    held = lock(tenant.id)
    if held is None:
        raise NoSubscription
    if held.coupon is not None and held.coupon.code == code.strip().upper():
        return held
    coupon = use_coupon(code, tenant=tenant, plan=held.plan, now=clock.now())
    terms = terms_of(held.plan, currency=held.currency, interval=held.interval, coupon=coupon)
    held.coupon, held.discounted_periods = coupon, coupon.discount_periods
    held.amount, held.wholesale = terms.price.amount, terms.wholesale.amount
    held.save(update_fields=["coupon", "discounted_periods", "amount", "wholesale"])
    record(by=by, action="coupon.redeem", target=tenant.slug, tenant_id=tenant.id, data={"code": coupon.code})
    return held
