"""Plans and tenants on them, for tests."""

from __future__ import annotations

from datetime import UTC, datetime

from marque.kit import clock
from marque.kit.money import Money
from marque.kit.tenancy.context import CurrentTenant
from shared_apps.billing import actions as billing
from shared_apps.billing.models import Subscription
from shared_apps.integrations.ports.platform_billing import platform_billing
from shared_apps.plans import actions as plans
from shared_apps.plans.models import Plan
from shared_apps.tenants.models import Tenant

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
PRICES = {("USD", "month"): 3_900, ("USD", "year"): 39_000}
CARDS = {"good": "4242424242424242", "fails_later": "4000000000000341", "declined": "4000000000000002"}


def day(month: int, number: int, hour: int = 9) -> datetime:
    """A moment of that year."""
    return datetime(2026, month, number, hour, 0, tzinfo=UTC)


def a_plan(slug="creator", prices=None, allowances=None, extra=None, **more) -> Plan:
    """A plan anybody may pick. `allowances` are hard, `extra` are {meter: (included, block, {currency: amount})}."""
    plan = plans.save_plan(slug=slug, name=slug.title(), by="tests", **more)
    for (currency, interval), amount in (PRICES if prices is None else prices).items():
        plans.set_plan_price(plan=plan, money=Money(amount, currency), currency=currency, interval=interval, by="tests")
    for meter, included in (allowances or {}).items():
        plans.set_allowance(plan=plan, meter=meter, included=included, by="tests")
    for meter, (included, block, costs) in (extra or {}).items():
        plans.set_allowance(plan=plan, meter=meter, included=included, block=block, extra=costs, by="tests")
    return plans.publish_plan(plan=plan, by="tests")


def row_of(tenant: CurrentTenant) -> Tenant:
    """Its row in the registry."""
    return Tenant.objects.get(id=tenant.id)


def on_plan(tenant: CurrentTenant, plan: Plan, at=NOW, **more) -> Subscription:
    """The tenant, on a plan since then."""
    with clock.fixed(at):
        return billing.start_subscription(tenant=row_of(tenant), plan=plan, by="tests", **more)


def with_card(tenant: CurrentTenant, kind="good") -> Subscription:
    """A practice card on file."""
    typed = {"number": CARDS[kind], "expiry": "08/40", "cvc": "123"}
    form = platform_billing("sandbox").card_form(typed, tenant_id=tenant.id)
    assert form.is_valid(), form.errors
    return billing.keep_card(tenant=row_of(tenant), method=form.cleaned_data["method"], by="tests")


def run(at: datetime):
    """A billing run at that moment."""
    with clock.fixed(at):
        return billing.run(by="tests", now=at)
