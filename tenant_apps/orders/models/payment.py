"""An attempt to pay."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.money import Money
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.orders.models.order import Order


class PaymentState(models.TextChoices):
    """Where an attempt to pay stands."""

    STARTED = "started", _("Under way")
    CHALLENGED = "challenged", _("Waiting for the bank's check")
    SUCCEEDED = "succeeded", _("Paid")
    FAILED = "failed", _("Declined")


class PaymentQuerySet(models.QuerySet["Payment"]):
    """How the business asks for payments."""

    def holding(self) -> PaymentQuerySet:
        """Under way or done: while one holds an order, no other may start."""
        return self.exclude(state=PaymentState.FAILED)

    def succeeded(self) -> PaymentQuerySet:
        """The money came."""
        return self.filter(state=PaymentState.SUCCEEDED)

    def stuck(self, state: PaymentState, before: datetime) -> PaymentQuerySet:
        """Left in this state since before then; money that comes by itself has its own days.

        In any order, so that those which stay for days do not stand before the others.
        """
        return self.filter(state=state, created_at__lt=before, awaited=None).order_by("?")


class Payment(TenantModel):
    """One attempt to pay an order."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="payments")
    gateway = models.CharField(_("gateway"), max_length=32)
    state = models.CharField(_("state"), max_length=12, choices=PaymentState.choices, default=PaymentState.STARTED)
    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    idempotency_key = models.UUIDField(editable=False)
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    # the gateway's token for the card, never a number; kept only until the outcome is known
    method = models.TextField(blank=True, editable=False)
    action_token = models.TextField(blank=True, editable=False)
    # the buyer lets us keep the card; and: charged with a kept one while they are away
    saves_method = models.BooleanField(default=False, db_default=False, editable=False)
    off_session = models.BooleanField(default=False, db_default=False, editable=False)
    card_brand = models.CharField(max_length=32, blank=True)
    card_last4 = models.CharField(max_length=4, blank=True)
    failure_code = models.CharField(max_length=64, blank=True)
    failure_message = models.CharField(max_length=300, blank=True)
    # what the gateway keeps for itself; null until it says so
    fee_amount = models.BigIntegerField(_("fee"), null=True, blank=True, editable=False)
    # whose sale it was; what the plan gave the platform of it that day, and whether the business ever had that
    merchant = models.CharField(max_length=12, blank=True, db_default="", editable=False)
    platform_fee_amount = models.BigIntegerField(null=True, blank=True, editable=False)
    platform_fee_at_source = models.BooleanField(default=False, db_default=False, editable=False)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = PaymentQuerySet.as_manager()
    serial = Serial(RUNTIME, key=("key",), personal=("method", "action_token", "card_last4"))

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.UniqueConstraint(fields=["idempotency_key"], name="orders_payment_tried_once"),
            models.UniqueConstraint(
                fields=["gateway", "reference"], condition=~Q(reference=""), name="orders_payment_reference_once"
            ),
            # two clicks on Pay: the second finds the first one here
            models.UniqueConstraint(
                fields=["order"], condition=~Q(state="failed"), name="orders_payment_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="orders_payment_of_something"),
            models.CheckConstraint(
                condition=Q(fee_amount__isnull=True) | Q(fee_amount__gte=0), name="orders_payment_fee_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["started", "challenged", "succeeded", "failed"]),
                name="orders_payment_known_state",
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"], condition=Q(state__in=["started", "challenged"]), name="orders_payment_unsettled"
            ),
            models.Index(
                fields=["settled_at"],
                condition=Q(state="succeeded", fee_amount__isnull=True),
                name="orders_payment_fee_unknown",
            ),
        ]

    def __str__(self) -> str:
        return self.reference or str(self.key)

    @property
    def money(self) -> Money:
        """What is paid."""
        return Money(self.amount, self.currency)

    @property
    def pending(self) -> bool:
        """The gateway knows of it, and has not said yet how it ended."""
        return self.state == PaymentState.STARTED and bool(self.reference)

    @property
    def card(self) -> str:
        """The card as a receipt names it: Visa ending 4242; Klarna, where there are no digits."""
        if not self.card_last4:
            return self.card_brand
        return _("%(brand)s ending %(last4)s") % {"brand": self.card_brand, "last4": self.card_last4}
