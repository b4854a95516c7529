"""The only writes to plans; each leaves an audit row in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.money import Money, minor_units
from shared_apps.operations.audit import record
from shared_apps.plans.errors import BadPlan
from shared_apps.plans.features import FEATURES
from shared_apps.plans.meters import METERS
from shared_apps.plans.models import MOST_POINTS, Allowance, Interval, Plan, PlanPrice, TenantPlan
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.names import clean_slug

MOST_TRIAL_DAYS = 365
MOST_AMOUNT = 10**12


@transaction.atomic(using="control")
def save_plan(
    *,
    slug: str,
    name: str,
    by: str,
    summary: str = "",
    features: Sequence[str] = (),
    sales_fee_points: int = 0,
    trial_days: int = 0,
    position: int = 0,
) -> Plan:
    """Write a plan down, or change the one of this slug; who is on it follows. Raises BadSlug or BadPlan."""
    slug, name = clean_slug(slug), name.strip()
    _check(name, features, sales_fee_points, trial_days)
    values: dict[str, Any] = {
        "name": name, "summary": summary.strip()[:200], "sales_fee_points": sales_fee_points, "position": position,
        "trial_days": trial_days, "features": [known for known in FEATURES if known in features],
    }  # fmt: skip
    plan, _new = Plan.objects.update_or_create(slug=slug, defaults=values)
    record(by=by, action="plan.save", target=slug, data={**values, "name": name})
    return plan


def _check(name: str, features: Sequence[str], points: int, days: int) -> None:
    if not 1 <= len(name) <= 60:
        raise BadPlan(_("Give the plan a name of 1 to 60 characters."), field="name")
    if unknown := sorted(set(features) - set(FEATURES)):
        raise BadPlan(
            _("There is no feature “%(unknown)s”. Choose from: %(known)s."),
            field="features", unknown=unknown[0], known=", ".join(FEATURES),
        )  # fmt: skip
    if not 0 <= points <= MOST_POINTS:
        raise BadPlan(_("The fee on sales is from 0 to 100 percent."), field="sales_fee")
    if not 0 <= days <= MOST_TRIAL_DAYS:
        raise BadPlan(_("A trial has 0 to 365 days."), field="trial_days")


@transaction.atomic(using="control")
def set_plan_price(*, plan: Plan, money: Money | None, currency: str, interval: str, by: str) -> None:
    """What a plan costs from now on in a currency and interval; None sells it so no more. Raises BadPlan.

    Who is on the plan pays what they agreed to until they change it.
    """
    if interval not in Interval.values:
        raise BadPlan(_("A plan is paid by month or by year."), field="interval")
    if money is not None and not 0 < money.amount <= MOST_AMOUNT:
        raise BadPlan(_("A price is more than nothing. A plan without prices is free."), field="price")
    where: dict[str, Any] = {"plan": plan, "currency": _known(currency), "interval": interval}
    if money is None:
        PlanPrice.objects.filter(**where).delete()
    else:
        PlanPrice.objects.update_or_create(**where, defaults={"amount": money.amount})
    data = {"currency": currency, "interval": interval, "amount": money.amount if money else None}
    record(by=by, action="plan.price", target=plan.slug, data=data)


@transaction.atomic(using="control")
def set_allowance(
    *,
    plan: Plan,
    meter: str,
    included: int | None,
    by: str,
    block: int = 1,
    extra: Mapping[str, int] | None = None,
) -> Allowance:
    """How much of something a plan includes (None: no limit) and what more costs. Raises BadPlan."""
    if meter not in METERS:
        raise BadPlan(
            _("There is no meter “%(meter)s”. Choose from: %(known)s."),
            field="meter", meter=meter, known=", ".join(METERS),
        )  # fmt: skip
    prices = {_known(currency): amount for currency, amount in (extra or {}).items()}
    if (
        (included is not None and included < 0)
        or block < 1
        or any(not 0 < one <= MOST_AMOUNT for one in prices.values())
    ):
        raise BadPlan(_("What is included is 0 or more, and more of it costs something."), field="included")
    values = {"included": included, "block": block, "extra": prices}
    row, _new = Allowance.objects.update_or_create(plan=plan, meter=meter, defaults=values)
    record(by=by, action="plan.allowance", target=plan.slug, data={"meter": meter, **values})
    return row


@transaction.atomic(using="control")
def publish_plan(*, plan: Plan, by: str, public: bool = True) -> Plan:
    """Let anybody pick a plan, or nobody but operators. Doing it twice changes nothing."""
    if bool(plan.published_at) != public:
        plan.published_at = clock.now() if public else None
        plan.save(update_fields=["published_at"])
        record(by=by, action="plan.publish" if public else "plan.hide", target=plan.slug)
    return plan


@transaction.atomic(using="control")
def retire_plan(*, plan: Plan, by: str) -> Plan:
    """Put nobody on a plan any more; who is on it stays. Doing it twice changes nothing."""
    if plan.retired_at is None:
        plan.retired_at = clock.now()
        plan.save(update_fields=["retired_at"])
        record(by=by, action="plan.retire", target=plan.slug)
    return plan


@transaction.atomic(using="control")
def put_on_plan(*, tenant_id: UUID, plan: Plan, by: str, at: datetime) -> TenantPlan:
    """Let a tenant be on a plan from now on. What it pays is billing's."""
    tenant = Tenant.objects.get(id=tenant_id)
    before = TenantPlan.objects.filter(tenant=tenant).select_related("plan").first()
    if before is not None and before.plan_id == plan.id:
        return before
    row, _new = TenantPlan.objects.update_or_create(tenant=tenant, defaults={"plan": plan, "since": at})
    data = {"from": before.plan.slug if before else "", "to": plan.slug}
    record(by=by, action="tenant.plan", target=tenant.slug, tenant_id=tenant.id, data=data)
    return row


def _known(currency: str) -> str:
    code = currency.strip().upper()
    try:
        minor_units(code)
    except ValueError:
        raise BadPlan(_("“%(currency)s” is not a currency."), field="currency", currency=currency) from None
    return code
