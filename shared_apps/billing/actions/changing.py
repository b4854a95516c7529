"""Another plan: what is left of the old one is credited, the rest of the new one is charged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from marque.kit import clock
from marque.kit.money import Money
from marque.kit.tenancy.context import enter
from shared_apps.billing.actions.issuing import issue, lock
from shared_apps.billing.errors import AlreadyOnPlan, AmountsChanged, NoSubscription, OpenInvoices
from shared_apps.billing.models import Credit, Invoice, InvoiceKind, Subscription
from shared_apps.billing.periods import period_after, rest_of
from shared_apps.billing.pricing import PlanTerms, terms_of
from shared_apps.billing.queries import balance_of
from shared_apps.operations.audit import record
from shared_apps.plans.actions import put_on_plan
from shared_apps.plans.limits import require_fit
from shared_apps.plans.models import Plan
from shared_apps.tenants.models import Tenant


@dataclass(frozen=True)
class Quote:
    """What a change costs at a moment. `due` is charged at once; `credited` is kept for the next invoices."""

    plan: Plan
    interval: str
    at: datetime
    terms: PlanTerms
    unused: Money
    rest: Money
    credit: Money
    starts: datetime
    ends: datetime
    in_trial: bool

    @property
    def difference(self) -> Money:
        """Below zero when more is left of the old plan than the new one costs."""
        return self.rest - self.unused

    @property
    def from_credit(self) -> Money:
        """What credit pays of it."""
        nothing = Money.zero(self.rest.currency)
        return min(max(self.credit, nothing), max(self.difference, nothing))

    @property
    def due(self) -> Money:
        """What the card is charged now, after credit."""
        return max(self.difference - self.from_credit, Money.zero(self.rest.currency))

    @property
    def credited(self) -> Money:
        """What is kept for later."""
        return max(-self.difference, Money.zero(self.rest.currency))


def quote_change(*, tenant: Tenant, plan: Plan, interval: str, at: datetime) -> Quote:
    """What a change would cost now; raises NoSubscription, NotSoldSo, AlreadyOnPlan, OpenInvoices or StillOver."""
    held = Subscription.objects.select_related("plan", "coupon").filter(tenant_id=tenant.id).first()
    if held is None:
        raise NoSubscription
    _check(held, tenant, plan, interval)
    return _quote(held, plan, interval, at)


def change_plan(
    *, tenant: Tenant, plan: Plan, interval: str, by: str, at: datetime | None = None, expected: Money | None = None
) -> tuple[Subscription, Invoice | None]:
    """Put a tenant on another plan; what is due is collected by `look`. Raises what `quote_change` raises.

    With `at`, the amounts are those of that moment: what was shown is what is charged, or AmountsChanged.
    """
    held = Subscription.objects.select_related("plan").filter(tenant_id=tenant.id).first()
    if held is None:
        raise NoSubscription
    _check(held, tenant, plan, interval)
    return _change(tenant, plan, interval, by=by, at=(at or clock.now()).replace(microsecond=0), expected=expected)


@transaction.atomic(using="control")
def _change(
    tenant: Tenant, plan: Plan, interval: str, *, by: str, at: datetime, expected: Money | None
) -> tuple[Subscription, Invoice | None]:
    held = lock(tenant.id)
    if held is None:
        raise NoSubscription
    _refuse_same(held, plan, interval)
    quote = _quote(held, plan, interval, at)
    if expected is not None and quote.difference != expected:
        raise AmountsChanged
    before, old = held.plan, held.amount - held.wholesale
    share = quote.terms.price - quote.terms.wholesale
    agency = _part(share, quote) - _unused(Money(old, held.currency), held, at)
    _move(held, quote)
    invoice = None
    if quote.difference.amount > 0:
        words = {"old": before.name, "new": plan.name}
        lines = [(_("%(new)s, the rest of the period") % words, quote.rest)]
        if quote.unused:
            lines.append((_("%(old)s, what was left of it") % words, -quote.unused))
        invoice = issue(
            held=held, kind=InvoiceKind.CHANGE, lines=lines, starts=at, ends=quote.ends, at=at,
            key=f"change:{at.isoformat()}:{plan.id.hex[:12]}{interval[0]}", agency_amount=agency.amount,
        )  # fmt: skip
    elif quote.credited:
        Credit.objects.create(
            tenant_id=tenant.id, currency=held.currency, amount=quote.credited.amount, by=by, at=at,
            reason=_("What was left of %(plan)s") % {"plan": before.name},
        )  # fmt: skip
    put_on_plan(tenant_id=tenant.id, plan=plan, by=by, at=at)
    data = {"from": before.slug, "to": plan.slug, "interval": interval, "difference": quote.difference.amount}
    record(by=by, action="billing.change", target=tenant.slug, tenant_id=tenant.id, data=data)
    return held, invoice


def _check(held: Subscription, tenant: Tenant, plan: Plan, interval: str) -> None:
    _refuse_same(held, plan, interval)
    if held.past_due_since is not None:
        raise OpenInvoices
    with enter(tenant.as_current()):
        require_fit(plan)


def _refuse_same(held: Subscription, plan: Plan, interval: str) -> None:
    if held.plan_id == plan.id and held.interval == interval:
        raise AlreadyOnPlan(plan=plan)


def _quote(held: Subscription, plan: Plan, interval: str, at: datetime) -> Quote:
    at = at.replace(microsecond=0)
    terms = terms_of(plan, currency=held.currency, interval=interval, coupon=held.coupon)
    nothing, credit = Money.zero(held.currency), balance_of(held.tenant_id, held.currency)
    if held.trial_ends_at is not None and at < held.trial_ends_at:
        starts, ends = held.period_starts_at, held.period_ends_at
        return Quote(plan, interval, at, terms, nothing, nothing, credit, starts, ends, in_trial=True)
    starts, ends = held.period_starts_at, held.period_ends_at
    if interval != held.interval or not held.amount or not terms.price:
        # another rhythm, or from a free plan: a period of its own begins
        starts, ends = at, period_after(at, interval=interval, anchor_day=at.day)
    rest = rest_of(terms.price, starts=starts, ends=ends, at=at)
    return Quote(plan, interval, at, terms, _unused(held.money, held, at), rest, credit, starts, ends, in_trial=False)


def _unused(money: Money, held: Subscription, at: datetime) -> Money:
    if held.trial_ends_at is not None and at < held.trial_ends_at:
        return Money.zero(money.currency)
    return rest_of(money, starts=held.period_starts_at, ends=held.period_ends_at, at=at)


def _part(money: Money, quote: Quote) -> Money:
    if quote.in_trial:
        return Money.zero(money.currency)
    return rest_of(money, starts=quote.starts, ends=quote.ends, at=quote.at)


def _move(held: Subscription, quote: Quote) -> None:
    if quote.starts == quote.at and not quote.in_trial:
        held.anchor_day = quote.at.day
    held.plan, held.interval = quote.plan, quote.interval
    held.amount, held.wholesale = quote.terms.price.amount, quote.terms.wholesale.amount
    held.period_starts_at, held.period_ends_at = quote.starts, quote.ends
    held.save(
        update_fields=[
            "plan", "interval", "amount", "wholesale", "period_starts_at", "period_ends_at", "anchor_day",
        ]
    )  # fmt: skip
