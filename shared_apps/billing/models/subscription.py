"""What a tenant has agreed to pay."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from marque.kit.money import Money
from shared_apps.billing.models.coupon import AgencyCoupon
from shared_apps.integrations.ports.platform_billing import Card
from shared_apps.plans.models import Interval, Plan


class Subscription(models.Model):
    """One for each tenant that is on a plan. `amount` is what a period costs, of which `wholesale` is the platform's.

    In a trial the first period is the trial. Periods are paid in advance, use above what is included after its month.
    """

    tenant_id = models.UUIDField(primary_key=True, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="subscriptions")
    currency = models.CharField(max_length=3)
    interval = models.CharField(max_length=5, choices=Interval)
    amount = models.BigIntegerField()
    wholesale = models.BigIntegerField()
    coupon = models.ForeignKey(AgencyCoupon, on_delete=models.PROTECT, null=True, related_name="+")
    discounted_periods = models.PositiveSmallIntegerField(default=0)
    began_at = models.DateTimeField()
    # the day of the month on which periods begin; the 31st is the last day of shorter months
    anchor_day = models.PositiveSmallIntegerField()
    trial_ends_at = models.DateTimeField(null=True)
    period_starts_at = models.DateTimeField()
    period_ends_at = models.DateTimeField()
    used_until = models.DateField()
    past_due_since = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)
    card_customer = models.CharField(max_length=80, blank=True)
    card_token = models.CharField(max_length=80, blank=True)
    card_brand = models.CharField(max_length=32, blank=True)
    card_last4 = models.CharField(max_length=4, blank=True)
    card_expires = models.CharField(max_length=7, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=models.F("wholesale")), name="billing_subscription_no_loss"),
            models.CheckConstraint(condition=Q(wholesale__gte=0), name="billing_subscription_not_negative"),
            models.CheckConstraint(
                condition=Q(period_ends_at__gt=models.F("period_starts_at")), name="billing_subscription_period"
            ),
        ]
        indexes = [models.Index(fields=["period_ends_at"], name="billing_subscription_due")]

    def __str__(self) -> str:
        return f"{self.tenant_id}: {self.plan_id}"

    @property
    def money(self) -> Money:
        """What a period costs."""
        return Money(self.amount, self.currency)

    @property
    def card(self) -> Card | None:
        """The card on file."""
        if not self.card_token:
            return None
        return Card(self.card_customer, self.card_token, self.card_brand, self.card_last4, self.card_expires)

    def state_at(self, now: datetime) -> str:
        """trial, active, past_due or suspended."""
        if self.suspended_at:
            return "suspended"
        if self.past_due_since:
            return "past_due"
        return "trial" if self.trial_ends_at and now < self.trial_ends_at else "active"
