"""An order, and the number it gets when it is paid."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _

from marque.kit import ids
from marque.kit.models import TenantModel
from marque.kit.money import Money
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.catalog.models import Product
from tenant_apps.people.models import Person


class OrderState(models.TextChoices):
    """What the timestamps of an order add up to."""

    PLACED = "placed", _("Awaiting payment")
    PAID = "paid", _("Paid")
    REFUNDED = "refunded", _("Refunded")
    CANCELLED = "cancelled", _("Abandoned")


class OrderKind(models.TextChoices):
    """Where an order came from."""

    CHECKOUT = "checkout", _("Checkout")
    RENEWAL = "renewal", _("Renewal")
    UPSELL = "upsell", _("Upsell")
    MANUAL = "manual", _("By hand")
    COMP = "comp", _("Complimentary")
    IMPORTED = "imported", _("Imported")


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
    kind = models.CharField(_("kind"), max_length=10, choices=OrderKind.choices, db_default=OrderKind.CHECKOUT)
    currency = models.CharField(_("currency"), max_length=3)
    # what the lines ask, what a coupon takes off, and the tax: within the total, or on top of it
    subtotal_amount = models.BigIntegerField(_("subtotal"), db_default=0)
    discount_amount = models.BigIntegerField(_("discount"), db_default=0)
    tax_amount = models.BigIntegerField(_("tax"), db_default=0)
    tax_included = models.BooleanField(_("prices include tax"), db_default=False)
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
            models.Index(
                fields=["placed_at"],
                condition=Q(paid_at__isnull=True, cancelled_at__isnull=True),
                name="orders_order_awaiting",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["code"], name="orders_order_code_once"),
            models.UniqueConstraint(fields=["number"], name="orders_order_number_once"),
            models.UniqueConstraint(fields=["idempotency_key"], name="orders_order_placed_once"),
            models.CheckConstraint(condition=Q(total_amount__gte=0), name="orders_order_total_not_negative"),
            models.CheckConstraint(
                condition=Q(discount_amount__gte=0, tax_amount__gte=0, subtotal_amount__gte=F("discount_amount")),
                name="orders_order_parts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(tax_included=True, total_amount=F("subtotal_amount") - F("discount_amount"))
                | Q(
                    tax_included=False,
                    total_amount=F("subtotal_amount") - F("discount_amount") + F("tax_amount"),
                ),
                name="orders_order_adds_up",
            ),
            models.CheckConstraint(condition=Q(kind__in=OrderKind.values), name="orders_order_known_kind"),
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
    def discount(self) -> Money:
        """What coupons and sales took off."""
        return Money(self.discount_amount, self.currency)

    @property
    def title(self) -> str:
        """What was bought, in a few words."""
        return ", ".join(line.title for line in self.lines.all())

    def products(self) -> models.QuerySet[Product]:
        """Everything the lines hold."""
        return Product.objects.filter(sold__line__order=self).distinct().order_by("pk")

    @property
    def refunded(self) -> Money:
        """What went back so far."""
        back = self.refunds.settled().aggregate(sum=Sum("amount"))["sum"]
        return Money(back or 0, self.currency)

    @property
    def refundable(self) -> Money:
        """What may still go back."""
        return self.total - self.refunded if self.paid_at else Money(0, self.currency)


class OrderCounter(TenantModel):
    """The last number given. One row, locked while a number is taken, so numbers have no gaps."""

    name = models.CharField(max_length=16, default="order")
    last_number = models.PositiveIntegerField(default=0)

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="orders_ordercounter_once")]

    def __str__(self) -> str:
        return f"{self.name}: {self.last_number}"
