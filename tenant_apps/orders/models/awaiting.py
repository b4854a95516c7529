"""Money that comes by itself: by bank transfer, in cash, on invoice."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.money import Money
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.orders.models.payment import Payment, PaymentState


class ByHand(models.TextChoices):
    """How it comes."""

    TRANSFER = "transfer", _("Bank transfer")
    CASH = "cash", _("Cash")
    INVOICE = "invoice", _("Invoice")


class AwaitedQuerySet(models.QuerySet["Awaited"]):
    """How the business asks for what it waits for."""

    def waiting(self) -> AwaitedQuerySet:
        """Not all there, and not given up."""
        return self.filter(payment__state=PaymentState.STARTED)

    def due_before(self, moment: datetime) -> AwaitedQuerySet:
        """Waiting, and due by then."""
        return self.waiting().filter(due_at__lt=moment).order_by("due_at")


class Awaited(TenantModel):
    """A payment that waits for its money until a day."""

    payment = models.OneToOneField(Payment, on_delete=models.CASCADE, related_name="awaited")
    method = models.CharField(_("how"), max_length=12, choices=ByHand.choices)
    due_at = models.DateTimeField(_("due"))
    # how often the buyer was asked again: before the day, and after it
    reminders = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)

    objects = AwaitedQuerySet.as_manager()
    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        verbose_name = _("awaited payment")
        verbose_name_plural = _("awaited payments")
        constraints = [
            models.CheckConstraint(condition=Q(method__in=ByHand.values), name="orders_awaited_known_method"),
        ]

    def __str__(self) -> str:
        return self.payment.reference

    @property
    def arrived(self) -> Money:
        """What came, less what was given back of it."""
        came = self.arrivals.aggregate(sum=Sum("amount"))["sum"]
        return Money(came or 0, self.payment.currency)

    @property
    def missing(self) -> Money:
        """What has still to come; nothing when it is all there."""
        return Money(max(self.payment.amount - self.arrived.amount, 0), self.payment.currency)

    @property
    def surplus(self) -> Money:
        """What came beyond it, and is the buyer's."""
        return Money(max(self.arrived.amount - self.payment.amount, 0), self.payment.currency)


class Arrival(TenantModel):
    """Money that came for it, as somebody saw it; what is negative was given back."""

    awaited = models.ForeignKey(Awaited, on_delete=models.CASCADE, related_name="arrivals")
    amount = models.BigIntegerField()
    arrived_on: models.DateField[date, date] = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    noted_by = models.CharField(max_length=254)
    form_key = models.UUIDField(editable=False)

    serial = Serial(RUNTIME, key=("key",), personal=("noted_by", "note"))

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="orders_arrival_of_something"),
            # two clicks are one arrival
            models.UniqueConstraint(fields=["form_key"], name="orders_arrival_noted_once"),
        ]

    def __str__(self) -> str:
        return self.money.format(cents=True)

    @property
    def money(self) -> Money:
        """How much."""
        return Money(self.amount, self.awaited.payment.currency)
