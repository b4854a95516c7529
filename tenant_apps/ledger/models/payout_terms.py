"""On which terms payouts are made, and whose are stopped."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONFIG, RUNTIME, Serial
from tenant_apps.people.models import Person


class Schedule(models.TextChoices):
    """When payouts are made."""

    REQUEST = "request", _("When asked for")
    WEEKLY = "weekly", _("Every Monday")
    MONTHLY = "monthly", _("On the first of the month")


class PayoutTerms(TenantModel):
    """The business's own terms. One row; without it the defaults hold."""

    name = models.CharField(max_length=8, default="payouts", editable=False)
    schedule = models.CharField(_("when"), max_length=8, choices=Schedule.choices, default=Schedule.REQUEST)
    minimum_amount = models.BigIntegerField(_("at least"), default=0)
    hold_days = models.PositiveSmallIntegerField(_("days until earnings are available"), default=7)

    serial = Serial(CONFIG, key=("name",))

    class Meta:
        verbose_name = _("payout terms")
        verbose_name_plural = _("payout terms")
        constraints = [
            models.UniqueConstraint(fields=["name"], name="ledger_terms_once"),
            models.CheckConstraint(condition=Q(minimum_amount__gte=0), name="ledger_terms_minimum_not_negative"),
            models.CheckConstraint(condition=Q(hold_days__lte=180), name="ledger_terms_hold_half_a_year"),
            models.CheckConstraint(condition=Q(schedule__in=Schedule.values), name="ledger_terms_known_schedule"),
        ]

    def __str__(self) -> str:
        return str(self.get_schedule_display())


class PayoutHold(TenantModel):
    """Somebody's payouts are stopped: by whom and why, until it is lifted."""

    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="payout_holds")
    reason = models.CharField(_("reason"), max_length=300)
    placed_by = models.CharField(max_length=254)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.CharField(max_length=254, blank=True)

    serial = Serial(RUNTIME, key=("key",), personal=("reason",))

    class Meta:
        verbose_name = _("payout hold")
        verbose_name_plural = _("payout holds")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(lifted_at__isnull=True), nulls_distinct=False, name="ledger_hold_one"
            )
        ]

    def __str__(self) -> str:
        return self.reason
