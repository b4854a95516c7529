"""Plans of the platform, and which of them each tenant is on; in the registry."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.money import Money
from shared_apps.tenants.models import Tenant

MOST_POINTS = 10_000


class Interval(models.TextChoices):
    """How often a plan is paid."""

    MONTH = "month", _("Monthly")
    YEAR = "year", _("Yearly")


class PlanQuerySet(models.QuerySet["Plan"]):
    """Plans, in words."""

    def public(self) -> PlanQuerySet:
        """Those that anybody may pick, the smallest first."""
        return self.filter(published_at__isnull=False, retired_at=None).order_by("position", "slug")


class Plan(models.Model):
    """What a tenant may do and have. `sales_fee_points` are basis points of each sale: 1,800 are 18 %."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    summary = models.CharField(max_length=200, blank=True)
    features = ArrayField(models.CharField(max_length=40), default=list)
    sales_fee_points = models.PositiveIntegerField(default=0)
    trial_days = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)
    published_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="plans_plan_name_given"),
            models.CheckConstraint(condition=Q(sales_fee_points__lte=MOST_POINTS), name="plans_plan_fee_at_most_all"),
        ]

    def __str__(self) -> str:
        return self.name


class PlanPrice(models.Model):
    """What a plan costs. A plan without any is free; who is on a plan keeps what they agreed to."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="prices")
    currency = models.CharField(max_length=3)
    interval = models.CharField(max_length=5, choices=Interval)
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "currency", "interval"], name="plans_planprice_one"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="plans_planprice_something"),
        ]

    def __str__(self) -> str:
        return f"{self.money} / {self.interval}"

    @property
    def money(self) -> Money:
        """The price."""
        return Money(self.amount, self.currency)


class Allowance(models.Model):
    """How much of something a plan includes; `included` None is as much as one likes.

    Where `extra` has prices, by currency and for each begun `block`, more is sold; else the limit is hard.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="allowances")
    meter = models.CharField(max_length=20)
    included = models.BigIntegerField(null=True)
    block = models.BigIntegerField(default=1)
    extra = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "meter"], name="plans_allowance_one"),
            models.CheckConstraint(condition=Q(block__gt=0), name="plans_allowance_block_of_something"),
            models.CheckConstraint(
                condition=Q(included=None) | Q(included__gte=0), name="plans_allowance_none_or_some"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meter}: {self.included}"

    @property
    def is_hard(self) -> bool:
        """Whether nothing can be had beyond it."""
        return self.included is not None and not self.extra

    def extra_price(self, used: int, currency: str) -> Money:
        """What this much use costs beyond what is included: each begun block."""
        price = self.extra.get(currency)
        if self.included is None or price is None or used <= self.included:
            return Money.zero(currency)
        return Money(-(-(used - self.included) // self.block) * price, currency)


class TenantPlan(models.Model):
    """That a tenant is on a plan. A tenant without one is limited in nothing."""

    tenant = models.OneToOneField(Tenant, on_delete=models.CASCADE, primary_key=True, related_name="on_plan")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="tenants")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.tenant_id} on {self.plan_id}"
