"""Orders, what is in them, and the money that came and went."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit import ids
from marque.kit.models import TenantModel
from marque.kit.money import Money
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.catalog.models import Offer, Product
from tenant_apps.people.models import Person


class OrderState(models.TextChoices):
    """What the timestamps of an order add up to."""

    PLACED = "placed", _("Awaiting payment")
    PAID = "paid", _("Paid")
    REFUNDED = "refunded", _("Refunded")
    CANCELLED = "cancelled", _("Abandoned")


class OrderQuerySet(models.QuerySet["Order"]):
    """How the business asks for orders."""

    def paid(self) -> OrderQuerySet:
        """Paid and kept."""
        return self.filter(paid_at__isnull=False, refunded_at__isnull=True)

    def refunded(self) -> OrderQuerySet:
        """Paid and given back."""
        return self.filter(refunded_at__isnull=False)

    def awaiting_payment(self) -> OrderQuerySet:
        """Placed, and neither paid nor abandoned."""
        return self.filter(paid_at__isnull=True, cancelled_at__isnull=True)

    def cancelled(self) -> OrderQuerySet:
        """Left unpaid."""
        return self.filter(cancelled_at__isnull=False)

    def in_state(self, state: str) -> OrderQuerySet:
        """Orders in one of OrderState's states; an unknown word finds none."""
        found = {
            OrderState.PAID: self.paid,
            OrderState.REFUNDED: self.refunded,
            OrderState.PLACED: self.awaiting_payment,
            OrderState.CANCELLED: self.cancelled,
        }.get(cast(OrderState, state))
        return found() if found else self.none()

    def matching(self, text: str) -> OrderQuerySet:
        """Orders by number, code, buyer or what was bought."""
        text = text.strip()
        by_words = Q(email__icontains=text) | Q(name__icontains=text) | Q(lines__title__icontains=text)
        found = by_words | Q(code=ids.read_code(text))
        if text.lstrip("#").isdecimal():
            found |= Q(number=min(int(text.lstrip("#")), 2**31 - 1))
        return self.filter(pk__in=self.filter(found).order_by().values("pk"))

    def newest_first(self) -> OrderQuerySet:
        """The order a person expects in a list."""
        return self.order_by("-pk")


class Order(TenantModel):
    """One purchase by one person."""

    code = models.CharField(_("code"), max_length=12, default=ids.code, editable=False, db_index=False)
    number = models.PositiveIntegerField(_("number"), null=True, blank=True, editable=False)
    buyer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="orders")
    email = models.EmailField(_("email"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    total_amount = models.BigIntegerField(_("total"))
    idempotency_key = models.UUIDField(editable=False)
    opened_account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    placed_at = models.DateTimeField(_("placed"))
    paid_at = models.DateTimeField(_("paid"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("abandoned"), null=True, blank=True)
    refunded_at = models.DateTimeField(_("refunded"), null=True, blank=True)

    objects = OrderQuerySet.as_manager()
    serial = Serial(RUNTIME, key=("key",), personal=("email", "name"))

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        permissions = [("refund_order", "Can refund orders")]
        indexes = [
            models.Index(fields=["paid_at"], condition=Q(paid_at__isnull=False), name="orders_order_paid"),
            models.Index(fields=["placed_at"], name="orders_order_placed"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["code"], name="orders_order_code_once"),
            models.UniqueConstraint(fields=["number"], name="orders_order_number_once"),
            models.UniqueConstraint(fields=["idempotency_key"], name="orders_order_placed_once"),
            models.CheckConstraint(condition=Q(total_amount__gte=0), name="orders_order_total_not_negative"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="orders_order_currency_code"),
            models.CheckConstraint(
                # a null number compared is neither true nor false, and a check lets that pass
                condition=Q(number__isnull=True, paid_at__isnull=True)
                | Q(number__isnull=False, number__gt=0, paid_at__isnull=False),
                name="orders_order_numbered_when_paid",
            ),
            models.CheckConstraint(
                condition=Q(refunded_at__isnull=True) | Q(paid_at__isnull=False),
                name="orders_order_paid_before_refund",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | Q(paid_at__isnull=True),
                name="orders_order_not_paid_and_cancelled",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number}" if self.number else self.code

    @property
    def state(self) -> OrderState:
        """What the timestamps add up to."""
        if self.refunded_at:
            return OrderState.REFUNDED
        if self.paid_at:
            return OrderState.PAID
        return OrderState.CANCELLED if self.cancelled_at else OrderState.PLACED

    @property
    def total(self) -> Money:
        """What the buyer pays."""
        return Money(self.total_amount, self.currency)

    @property
    def title(self) -> str:
        """What was bought, in a few words."""
        return ", ".join(line.title for line in self.lines.all())

    @property
    def open_to_payment(self) -> bool:
        """May somebody still pay for it?"""
        return self.paid_at is None

    def products(self) -> models.QuerySet[Product]:
        """Everything the lines hold."""
        return Product.objects.filter(items__offer__order_lines__order=self).distinct().order_by("pk")


class OrderLine(TenantModel):
    """One offer in an order, with the title and price it had then."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines", db_index=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="order_lines")
    title = models.CharField(_("title"), max_length=200)
    quantity = models.PositiveSmallIntegerField(_("quantity"), default=1)
    amount = models.BigIntegerField(_("amount"))

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "offer"], name="orders_orderline_offer_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="orders_orderline_not_negative"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="orders_orderline_at_least_one"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def money(self) -> Money:
        """What this line costs."""
        return Money(self.amount, self.order.currency)


class OrderCounter(TenantModel):
    """The last number given. One row, locked while a number is taken, so numbers have no gaps."""

    name = models.CharField(max_length=16, default="order")
    last_number = models.PositiveIntegerField(default=0)

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="orders_ordercounter_once")]

    def __str__(self) -> str:
        return f"{self.name}: {self.last_number}"


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
        """Left in this state since before then."""
        return self.filter(state=state, created_at__lt=before)


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
    card_brand = models.CharField(max_length=32, blank=True)
    card_last4 = models.CharField(max_length=4, blank=True)
    failure_code = models.CharField(max_length=64, blank=True)
    failure_message = models.CharField(max_length=300, blank=True)
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
                condition=Q(state__in=["started", "challenged", "succeeded", "failed"]),
                name="orders_payment_known_state",
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"], condition=Q(state__in=["started", "challenged"]), name="orders_payment_unsettled"
            )
        ]

    def __str__(self) -> str:
        return self.reference or str(self.key)

    @property
    def money(self) -> Money:
        """What is paid."""
        return Money(self.amount, self.currency)

    @property
    def card(self) -> str:
        """The card as a receipt names it: Visa ending 4242."""
        if not self.card_last4:
            return ""
        return _("%(brand)s ending %(last4)s") % {"brand": self.card_brand, "last4": self.card_last4}


class Refund(TenantModel):
    """Money given back: asked for first, settled once the gateway agreed."""

    order = models.OneToOneField(Order, on_delete=models.CASCADE, related_name="refund")
    payment = models.OneToOneField(Payment, null=True, on_delete=models.RESTRICT, related_name="refund")
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    reference = models.CharField(max_length=120, blank=True)
    failure_message = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True)

    serial = Serial(RUNTIME, key=("key",), personal=("reason",))

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="orders_refund_not_negative")]

    def __str__(self) -> str:
        return self.reference or str(self.key)

    @property
    def money(self) -> Money:
        """What is given back."""
        return Money(self.amount, self.currency)


class GatewayEventQuerySet(models.QuerySet["GatewayEvent"]):
    """How the business asks for gateway events."""

    def unprocessed(self, now: datetime) -> GatewayEventQuerySet:
        """Kept in the last day and not handled yet; an older one is about no payment of ours."""
        return self.filter(processed_at__isnull=True, created_at__gt=now - timedelta(days=1)).order_by("pk")


class GatewayEvent(TenantModel):
    """A gateway's webhook as it came. The same one twice is one row."""

    gateway = models.CharField(max_length=32)
    event_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=64)
    reference = models.CharField(max_length=120)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    occurred_at = models.DateTimeField()
    processed_at = models.DateTimeField(null=True)

    objects = GatewayEventQuerySet.as_manager()
    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        indexes = [
            models.Index(
                fields=["created_at"], condition=Q(processed_at__isnull=True), name="orders_gatewayevent_waiting"
            )
        ]
        constraints = [models.UniqueConstraint(fields=["gateway", "event_id"], name="orders_gatewayevent_once")]

    def __str__(self) -> str:
        return f"{self.gateway}: {self.event_id}"
