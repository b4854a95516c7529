"""A whole plan as one says it: what is said again replaces what was said before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from marque.kit.money import Money
from shared_apps.plans.actions import save_plan, set_allowance, set_plan_price
from shared_apps.plans.models import Plan


@dataclass(frozen=True)
class AllowanceTerms:
    """How much is included (None: no limit), and what each begun block beyond it costs, by currency."""

    included: int | None
    block: int = 1
    extra: Mapping[str, int] = field(default_factory=dict)


@transaction.atomic(using="control")
def write_plan(
    *,
    slug: str,
    name: str,
    by: str,
    prices: Sequence[tuple[Money, str]] = (),
    allowances: Mapping[str, AllowanceTerms] | None = None,
    summary: str = "",
    features: Sequence[str] = (),
    sales_fee_points: int = 0,
    trial_days: int = 0,
    position: int = 0,
) -> Plan:
    """A plan with all its prices and limits, whole or not at all; raises BadSlug or BadPlan."""
    plan = save_plan(
        slug=slug, name=name, summary=summary, features=features, sales_fee_points=sales_fee_points,
        trial_days=trial_days, position=position, by=by,
    )  # fmt: skip
    said = {(money.currency, interval) for money, interval in prices}
    for row in plan.prices.all():
        if (row.currency, row.interval) not in said:
            set_plan_price(plan=plan, money=None, currency=row.currency, interval=row.interval, by=by)
    for money, interval in prices:
        set_plan_price(plan=plan, money=money, currency=money.currency, interval=interval, by=by)
    limits = allowances or {}
    plan.allowances.exclude(meter__in=limits).delete()
    for meter, terms in limits.items():
        set_allowance(plan=plan, meter=meter, included=terms.included, block=terms.block, extra=terms.extra, by=by)
    return plan
