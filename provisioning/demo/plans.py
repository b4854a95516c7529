"""The demo's plans, and who is on them: a school that pays since two months, another in its trial."""

from datetime import datetime, timedelta

from marque.kit import clock
from marque.kit.money import Money
from marque.kit.tenancy.context import CurrentTenant
from shared_apps.billing import actions as billing
from shared_apps.billing.provider import our_provider
from shared_apps.billing.queries import subscription_of
from shared_apps.plans.actions import publish_plan
from shared_apps.plans.features import FEATURES
from shared_apps.plans.meters import GIGABYTE
from shared_apps.plans.models import Plan
from shared_apps.plans.queries import plan_of_slug
from shared_apps.plans.writing import AllowanceTerms, write_plan
from shared_apps.tenants.models import Tenant

_SINCE = timedelta(days=68)


def make_plans() -> None:
    """Four of them; those that are there stay as they are."""
    if Plan.objects.exists():
        return
    _write(
        "starter", "Starter", "Fourteen days for nothing, then a small school", 1, (1_900, 19_000), trial=14,
        features=["sequences"], members=100, staff=2, courses=3, products=6, storage=10 * GIGABYTE,
        video_minutes=600, emails=2_000,
    )  # fmt: skip
    _write(
        "creator", "Creator", "Courses, coupons and a domain of your own", 2, (4_900, 49_000), trial=14,
        features=list(FEATURES), members=2_000, staff=5, courses=20, storage=50 * GIGABYTE, video_minutes=3_000,
        emails=AllowanceTerms(20_000, 1_000, {"USD": 100, "EUR": 100}),
    )  # fmt: skip
    _write(
        "business", "Business", "A team, and room to grow", 3, (14_900, 149_000),
        features=list(FEATURES), staff=20, storage=500 * GIGABYTE,
        members=AllowanceTerms(10_000, 1_000, {"USD": 900, "EUR": 900}),
        emails=AllowanceTerms(100_000, 1_000, {"USD": 80, "EUR": 80}),
    )  # fmt: skip
    _write(
        "storefront", "Storefront", "Nothing a month: the platform keeps a part of each sale", 4, None, fee=1_800,
        features=["coupons"], staff=2, products=50, storage=20 * GIGABYTE,
    )  # fmt: skip


def subscribe(tenant: CurrentTenant, plan: str, now: datetime, *, paying: bool = False) -> None:
    """Put a tenant on a plan; one that pays does so since two months, with a practice card."""
    row = Tenant.objects.get(id=tenant.id)
    if subscription_of(row.id) is not None:
        return
    began = now - _SINCE if paying else now
    with clock.fixed(began):
        billing.start_subscription(tenant=row, plan=plan_of_slug(plan), by="demo", currency="USD")
    if not paying:
        return
    form = our_provider().card_form(
        {"number": "4242 4242 4242 4242", "expiry": "12 / 34", "cvc": "123"}, tenant_id=row.id
    )
    if not form.is_valid():
        raise ValueError(form.errors.as_text())
    billing.keep_card(tenant=row, method=form.cleaned_data["method"], by="demo")
    for days in range(0, _SINCE.days + 1, 2):
        at = began + timedelta(days=days)
        with clock.fixed(at):
            billing.look(tenant_id=row.id, now=at)


def _write(
    slug: str,
    name: str,
    summary: str,
    position: int,
    prices: tuple[int, int] | None,
    *,
    features: list[str],
    trial: int = 0,
    fee: int = 0,
    **limits: int | AllowanceTerms,
) -> None:
    rhythms = zip(("month", "year"), prices or (), strict=False)
    costs = [(Money(amount, currency), interval) for interval, amount in rhythms for currency in ("USD", "EUR")]
    terms = {name: one if isinstance(one, AllowanceTerms) else AllowanceTerms(one) for name, one in limits.items()}
    plan = write_plan(
        slug=slug, name=name, summary=summary, position=position, prices=costs, allowances=terms, features=features,
        sales_fee_points=fee, trial_days=trial, by="demo",
    )  # fmt: skip
    publish_plan(plan=plan, by="demo")
