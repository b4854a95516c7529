"""What the page of plan and usage shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from marque.kit.money import Money
from shared_apps.billing.models import Invoice, Subscription
from shared_apps.billing.pricing import terms_of
from shared_apps.billing.queries import balance_of, invoices_of
from shared_apps.plans.features import FEATURES
from shared_apps.plans.meters import METERS
from shared_apps.plans.models import Interval, Plan


@dataclass(frozen=True)
class PlanCard:
    """A plan one may choose, as this tenant would pay it."""

    plan: Plan
    price: Money
    interval: str
    includes: list[str | Promise]
    is_current: bool


def cards(held: Subscription | None, *, interval: str, currency: str) -> list[PlanCard]:
    """The plans that can be picked and are sold in this currency and rhythm; and the one the tenant is on."""
    found = []
    for plan in Plan.objects.public().prefetch_related("prices", "allowances"):
        prices = {(row.currency, row.interval) for row in plan.prices.all()}
        if prices and (currency, interval) not in prices:
            continue
        terms = terms_of(plan, currency=currency, interval=interval, coupon=held.coupon if held else None)
        rhythm = held.interval if held and not terms.price else interval
        current = held is not None and held.plan_id == plan.id and held.interval == rhythm
        found.append(PlanCard(plan, terms.price, rhythm, includes(plan, currency), current))
    return found


def includes(plan: Plan, currency: str) -> list[str | Promise]:
    """What a plan includes, a line for each."""
    said = {row.meter: row for row in plan.allowances.all()}
    lines: list[str | Promise] = []
    for name, meter in METERS.items():
        row = said.get(name)
        if row is None or row.included is None:
            continue
        price = row.extra.get(currency)
        more = {"words": meter.words(row.included), "block": meter.text(row.block)}
        if price is None:
            lines.append(meter.words(row.included))
        else:
            more["price"] = Money(price, currency).format()
            lines.append(_("%(words)s, then %(price)s for each %(block)s") % more)
    if len(said) < len(METERS):
        lines.append(_("No limit on anything else"))
    if plan.sales_fee_points:
        lines.append(_("%(percent)s %% of each sale") % {"percent": f"{plan.sales_fee_points / 100:g}"})
    lines += [FEATURES[name] for name in plan.features]
    return lines


def rhythms(plans: list[Plan], currency: str) -> list[tuple[str, str | Promise]]:
    """The rhythms that some plan is sold in."""
    sold = {row.interval for plan in plans for row in plan.prices.all() if row.currency == currency}
    return [(value, label) for value, label in Interval.choices if value in sold]


def standing(held: Subscription, now: datetime) -> dict[str, object]:
    """What is owed, when, and what happens if it is not paid."""
    open_ones: list[Invoice] = list(invoices_of(held.tenant_id).open())
    grace = held.past_due_since + timedelta(days=settings.BILLING_GRACE_DAYS) if held.past_due_since else None
    return {
        "state": held.state_at(now),
        "open": open_ones,
        "owed": sum((invoice.total for invoice in open_ones), Money.zero(held.currency)),
        "grace": grace,
        "credit": balance_of(held.tenant_id, held.currency),
    }
