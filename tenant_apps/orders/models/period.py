"""What a subscription charged for, what changed about it, and what it was worth."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.money import Money
from marque.kit.serialise.declaration import CONFIG, RUNTIME, Serial
from tenant_apps.catalog.models import Offer
from tenant_apps.orders.models.line import OrderLine
from tenant_apps.orders.models.order import Order
from tenant_apps.orders.models.subscription import Subscription


class SubscriptionPeriod(TenantModel):
    """A stretch of time and the order that pays for it. One for each start: nobody pays twice for a period."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="periods", db_index=False)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="periods")
    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="+", db_index=False)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    # how many terms it pays: none for a trial, several where the rest of a plan is bought out
    terms = models.PositiveSmallIntegerField(default=1)

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["subscription", "starts_at"], name="orders_subperiod_once"),
            models.UniqueConstraint(fields=["order", "subscription"], name="orders_subperiod_order_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="orders_subperiod_has_length"),
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id}: {self.starts_at:%Y-%m-%d}"


class SubscriptionChange(TenantModel):
    """Another offer asked for: at once, when its order is paid, or at the end of the period."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="changes", db_index=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+", db_index=False)
    amount = models.BigIntegerField(_("amount"))
    # seats, where it is sold by the seat
    quantity = models.PositiveSmallIntegerField(default=1, db_default=1)
    interval = models.CharField(max_length=5)
    interval_count = models.PositiveSmallIntegerField(default=1)
    # the difference, where there is one to pay
    order = models.OneToOneField(Order, null=True, blank=True, on_delete=models.CASCADE, related_name="plan_change")
    # a new rhythm starts a new period at once
    restarts = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subscription"],
                condition=Q(applied_at__isnull=True, withdrawn_at__isnull=True),
                name="orders_subchange_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="orders_subchange_applied_or_withdrawn",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="orders_subchange_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id} → {self.offer_id}"

    @property
    def money(self) -> Money:
        """What each period will cost."""
        return Money(self.amount, self.subscription.currency)


class MovementKind(models.TextChoices):
    """What moved the recurring revenue."""

    TRIAL = "trial", _("Trial begun")
    NEW = "new", _("New")
    CONVERTED = "converted", _("Trial converted")
    UPGRADE = "upgrade", _("Upgrade")
    DOWNGRADE = "downgrade", _("Downgrade")
    PAUSED = "paused", _("Paused")
    RESUMED = "resumed", _("Resumed")
    RESTORED = "restored", _("Came back")
    CANCELLED = "cancelled", _("Cancelled")
    LAPSED = "lapsed", _("Not paid")
    TRIAL_ENDED = "trial_ended", _("Trial not continued")


class RevenueMovement(TenantModel):
    """A change of monthly recurring revenue, written with the fact that caused it. Figures add these up."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="movements")
    kind = models.CharField(max_length=12, choices=MovementKind.choices)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    at = models.DateTimeField()

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        indexes = [models.Index(fields=["currency", "at"], name="orders_revenue_by_time")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=MovementKind.values), name="orders_revenue_known_kind")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


def _days() -> list[int]:
    return [1, 3, 5, 7]


class SubscriptionSettings(TenantModel):
    """How patient a business is. One row; without it, these defaults."""

    name = models.CharField(max_length=16, default="default", editable=False)
    # days after the first failure
    retry_days = models.JSONField(_("try again after days"), default=_days)
    grace_days = models.PositiveSmallIntegerField(_("days of grace after the last try"), default=3)
    reminder_days = models.PositiveSmallIntegerField(_("days before a trial ends"), default=3)
    win_back_days = models.PositiveSmallIntegerField(_("days after the end"), default=14)
    paused_stays_open = models.BooleanField(_("what is paused stays open"), default=False)

    serial = Serial(CONFIG, key=("name",))

    class Meta:
        verbose_name = _("subscription settings")
        verbose_name_plural = _("subscription settings")
        constraints = [models.UniqueConstraint(fields=["name"], name="orders_subsettings_once")]

    def __str__(self) -> str:
        return self.name
