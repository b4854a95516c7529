"""A coupon's use by an order."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.money import Money
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.catalog.models import Coupon, CouponCode
from tenant_apps.orders.models.order import Order


class CouponUseQuerySet(models.QuerySet["CouponUse"]):
    """How the business asks for uses."""

    def standing(self) -> CouponUseQuerySet:
        """Count against the coupon's limits, in the order in which coupons are locked."""
        return self.filter(released_at__isnull=True).order_by("coupon_id")


class CouponUse(TenantModel):
    """One use of a coupon: held while the order is paid, kept when it is, released when it is not.

    `payments` says how many charges the discount covers, this one included; nothing means every one.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="coupon_uses", db_index=False)
    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, related_name="uses")
    code = models.ForeignKey(
        CouponCode, null=True, blank=True, on_delete=models.PROTECT, related_name="uses", db_index=False
    )
    words = models.CharField(_("discount"), max_length=160)
    amount = models.BigIntegerField(_("amount"))
    payments = models.PositiveSmallIntegerField(_("for how many payments"), null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)

    objects = CouponUseQuerySet.as_manager()
    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        verbose_name = _("coupon use")
        verbose_name_plural = _("coupon uses")
        constraints = [
            models.UniqueConstraint(fields=["order", "coupon"], name="orders_couponuse_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="orders_couponuse_not_negative"),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def money(self) -> Money:
        """What it took off."""
        return Money(self.amount, self.order.currency)
