"""What a tenant pays for a plan: the platform's price, and an agency's mark-up on it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marque.kit.money import Money
from shared_apps.billing.errors import NotSoldSo
from shared_apps.billing.models import AgencyCoupon
from shared_apps.plans.models import MOST_POINTS, Plan
from shared_apps.plans.queries import price_of


@dataclass(frozen=True)
class PlanTerms:
    """What a period costs the tenant, and what of it is the platform's."""

    price: Money
    wholesale: Money


def terms_of(plan: Plan, *, currency: str, interval: str, coupon: AgencyCoupon | None = None) -> PlanTerms:
    """What a plan costs a tenant; raises NotSoldSo."""
    wholesale = price_of(plan, currency=currency, interval=interval)
    if wholesale is None:
        raise NotSoldSo(plan=plan, currency=currency, interval=_(interval))
    if coupon is None or coupon.plan_id not in (None, plan.id):
        return PlanTerms(wholesale, wholesale)
    return PlanTerms(wholesale + wholesale * (Decimal(coupon.markup_points) / MOST_POINTS), wholesale)


def discount_of(terms: PlanTerms, coupon: AgencyCoupon) -> Money:
    """What an agency takes off a period; the platform's price stays whole."""
    wished = terms.price * (Decimal(coupon.discount_points) / MOST_POINTS)
    return min(wished, terms.price - terms.wholesale)
