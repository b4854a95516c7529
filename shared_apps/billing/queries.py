"""What is asked of billing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum

from marque.kit.money import Money
from shared_apps.agencies.models import Agency
from shared_apps.billing.errors import NoSuchInvoice
from shared_apps.billing.models import Credit, Invoice, Letter, Reading, Subscription
from shared_apps.plans.meters import Meter, reading, registered
from shared_apps.plans.models import Allowance, Plan
from shared_apps.tenants.models import Tenant


@dataclass(frozen=True)
class Use:
    """How much of something a tenant has, and what its plan says of it."""

    meter: Meter
    used: int
    allowance: Allowance | None

    @property
    def included(self) -> int | None:
        """How much is included; None is as much as one likes."""
        return self.allowance.included if self.allowance else None

    @property
    def percent(self) -> int:
        """How full it is, at most 100."""
        if self.included is None:
            return 0
        if not self.included:
            return 100
        # what is there shows, however little
        return min(100, max(100 * self.used // self.included, 1 if self.used else 0))

    @property
    def tone(self) -> str:
        """Empty while there is room, warn from four fifths, bad when it is full."""
        if self.included is None:
            return ""
        return "bad" if self.used >= self.included else "warn" if self.percent >= 80 else ""


def subscription_of(tenant_id: UUID) -> Subscription | None:
    """What a tenant has agreed to pay, if anything."""
    return Subscription.objects.select_related("plan", "coupon__agency").filter(tenant_id=tenant_id).first()


def use_here(plan: Plan | None, now: datetime) -> list[Use]:
    """The current tenant's use of everything that is metered."""
    said = {row.meter: row for row in plan.allowances.all()} if plan else {}
    return [Use(meter, reading(meter.name, now.date()), said.get(meter.name)) for meter in registered()]


def use_read(tenant_id: UUID, plan: Plan) -> list[Use]:
    """A tenant's use as it was read last, without entering it."""
    said = {row.meter: row for row in plan.allowances.all()}
    last = Reading.objects.filter(tenant_id=tenant_id).order_by("-day").values_list("day", flat=True).first()
    rows = Reading.objects.filter(tenant_id=tenant_id, day__lte=last, day__gte=last.replace(day=1)) if last else []
    found = []
    for meter in registered():
        amounts = [row.amount for row in rows if row.meter == meter.name and (meter.monthly or row.day == last)]
        found.append(Use(meter, sum(amounts), said.get(meter.name)))
    return found


def balance_of(tenant_id: UUID, currency: str) -> Money:
    """A tenant's credit."""
    rows = Credit.objects.filter(tenant_id=tenant_id, currency=currency)
    return Money(rows.aggregate(sum=Sum("amount"))["sum"] or 0, currency)


def invoices_of(tenant_id: UUID) -> QuerySet[Invoice]:
    """A tenant's invoices, the newest first."""
    return Invoice.objects.filter(tenant_id=tenant_id).order_by("-number")


def invoice_of_number(number: int, *, tenant_id: UUID | None = None) -> Invoice:
    """An invoice, of one tenant where that is said; raises NoSuchInvoice."""
    where = {"tenant_id": tenant_id} if tenant_id else {}
    invoice = Invoice.objects.filter(number=number, **where).first()
    if invoice is None:
        raise NoSuchInvoice
    return invoice


def due_tenants(now: datetime) -> list[UUID]:
    """The tenants that billing has something to do for."""
    ending = now + timedelta(days=settings.BILLING_TRIAL_NOTICE_DAYS)
    overdue = now - timedelta(days=settings.BILLING_GRACE_DAYS)
    held = Subscription.objects.filter(
        Q(period_ends_at__lte=now, suspended_at=None)
        | Q(used_until__lt=now.date(), suspended_at=None)
        | Q(trial_ends_at__gt=now, trial_ends_at__lte=ending)
        | Q(past_due_since__lte=overdue, suspended_at=None)
    )
    to_collect = Invoice.objects.open().filter(next_try_at__lte=now)
    found = {
        *held.values_list("tenant_id", flat=True),
        *to_collect.values_list("tenant_id", flat=True),
        *Letter.objects.filter(sent_at=None).values_list("tenant_id", flat=True),
        *Tenant.objects.filter(
            state=Tenant.State.ACTIVE,
            id__in=Subscription.objects.filter(suspended_at__isnull=False).values("tenant_id"),
        ).values_list("id", flat=True),
    }
    working = Tenant.objects.working().businesses().filter(id__in=found)
    return list(working.order_by("created_at", "id").values_list("id", flat=True))


def past_due() -> QuerySet[Subscription]:
    """Who owes something that could not be collected, the longest first."""
    return Subscription.objects.filter(past_due_since__isnull=False).select_related("plan").order_by("past_due_since")


def plans_with_counts() -> QuerySet[Plan]:
    """Every plan with how many tenants are on it."""
    found = Plan.objects.annotate(count=Count("tenants")).prefetch_related("prices", "allowances")
    return found.order_by("retired_at", "position", "slug")


def agency_earnings(agency: Agency) -> list[Money]:
    """What an agency has coming from paid invoices of its tenants, by currency."""
    rows = Invoice.objects.filter(agency_id=agency.id, paid_at__isnull=False, agency_amount__gt=0)
    sums = rows.values("currency").annotate(sum=Sum("agency_amount")).order_by("currency")
    return [Money(row["sum"], row["currency"]) for row in sums]
