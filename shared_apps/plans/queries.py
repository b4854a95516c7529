"""What is asked of plans."""

from decimal import Decimal
from uuid import UUID

from marque.kit.money import Money
from shared_apps.plans.errors import NoSuchPlan
from shared_apps.plans.models import MOST_POINTS, Allowance, Plan, PlanPrice


def sales_fee(tenant_id: UUID, net: Money) -> Money:
    """The platform's own fee on a sale of this much without tax: nothing while no plan says otherwise."""
    points = Plan.objects.filter(tenants__tenant_id=tenant_id).values_list("sales_fee_points", flat=True).first()
    return net * (Decimal(points or 0) / MOST_POINTS)


def plan_of(tenant_id: UUID) -> Plan | None:
    """The plan a tenant is on, if any."""
    return Plan.objects.filter(tenants__tenant_id=tenant_id).first()


def plan_of_slug(slug: str) -> Plan:
    """A plan that tenants can still be put on; raises NoSuchPlan."""
    plan = Plan.objects.filter(slug=slug.strip().lower(), retired_at=None).first()
    if plan is None:
        raise NoSuchPlan(slug=slug)
    return plan


def public_plan_of_slug(slug: str) -> Plan:
    """A plan that anybody may pick; one that operators keep back is as unknown as one that nobody has: NoSuchPlan."""
    plan = plan_of_slug(slug)
    if plan.published_at is None:
        raise NoSuchPlan(slug=slug)
    return plan


def allowance_of(tenant_id: UUID, meter: str) -> Allowance | None:
    """What a tenant's plan says of a meter; None when it says nothing."""
    found = Allowance.objects.filter(plan__tenants__tenant_id=tenant_id, meter=meter)
    return found.select_related("plan").first()


def price_of(plan: Plan, *, currency: str, interval: str) -> Money | None:
    """What a plan costs in a currency and interval; nothing of that currency for a free one, None when not sold so."""
    prices = list(plan.prices.all())
    found = next((row for row in prices if (row.currency, row.interval) == (currency, interval)), None)
    if found is not None:
        return found.money
    return None if prices else Money.zero(currency)


def usual_currency() -> str:
    """What a tenant pays in that has not said otherwise: the first one that a plan which can be picked is sold in."""
    found = PlanPrice.objects.filter(plan__published_at__isnull=False, plan__retired_at=None).order_by("pk").first()
    return found.currency if found else "USD"
