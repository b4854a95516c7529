"""Checkouts that somebody began, agreed to be reminded of, and left."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.money import Money
from marque.kit.serialise.declaration import CONFIG, RUNTIME, Serial
from tenant_apps.catalog.models import CouponCode, Offer
from tenant_apps.orders.models.order import Order
from tenant_apps.people.models import Person


class CheckoutSettings(TenantModel):
    """Whether the checkout asks if it may remind, and what a reminder brings. One row; without it nobody is asked."""

    name = models.CharField(max_length=16, default="default", editable=False)
    # the law wants a box that is ticked by hand: this shows it, nothing ever ticks it
    asks_to_remind = models.BooleanField(_("ask whether we may remind"), default=False)
    coupon = models.ForeignKey(
        CouponCode, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    serial = Serial(CONFIG, key=("name",))

    class Meta:
        verbose_name = _("checkout settings")
        verbose_name_plural = _("checkout settings")
        constraints = [models.UniqueConstraint(fields=["name"], name="orders_checkoutsettings_once")]

    def __str__(self) -> str:
        return self.name


class LeftCheckoutQuerySet(models.QuerySet["LeftCheckout"]):
    """How the business asks for checkouts."""

    def open(self) -> LeftCheckoutQuerySet:
        """Not bought."""
        return self.filter(order__isnull=True)

    def quiet(self, since: datetime) -> LeftCheckoutQuerySet:
        """Not bought, not seen since then, and not declared left yet."""
        return self.open().filter(left_at__isnull=True, seen_at__lte=since).order_by("seen_at")

    def left(self) -> LeftCheckoutQuerySet:
        """Somebody went away, whether they came back or not."""
        return self.filter(left_at__isnull=False)

    def recovered(self) -> LeftCheckoutQuerySet:
        """Somebody went away, came back and bought."""
        return self.left().filter(order__isnull=False)


class LeftCheckout(TenantModel):
    """A checkout as somebody left it, kept because they ticked the box that says so."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="left_checkouts", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="left_checkouts")
    # what was chosen, as the checkout's link says it
    choice = models.JSONField(default=dict)
    amount = models.BigIntegerField(_("value"))
    currency = models.CharField(max_length=3)
    consented_at = models.DateTimeField(_("agreed"))
    seen_at = models.DateTimeField(_("last seen"))
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    # what they bought after all
    order = models.ForeignKey(
        Order, null=True, blank=True, on_delete=models.CASCADE, related_name="left_checkouts", db_index=False
    )

    objects = LeftCheckoutQuerySet.as_manager()
    serial = Serial(RUNTIME, key=("key",), personal=("choice",))

    class Meta:
        verbose_name = _("left checkout")
        verbose_name_plural = _("left checkouts")
        indexes = [
            models.Index(
                fields=["seen_at"],
                condition=Q(left_at__isnull=True, order__isnull=True),
                name="orders_leftcheckout_quiet",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "person"], condition=Q(order__isnull=True), name="orders_leftcheckout_once"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="orders_leftcheckout_not_negative"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="orders_leftcheckout_currency_code"),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.person_id}"

    @property
    def money(self) -> Money:
        """What it came to."""
        return Money(self.amount, self.currency)
