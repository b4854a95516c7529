"""What takes something off: codes, links and sales."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from marque.kit import clock
from marque.kit.models import TenantModel
from marque.kit.money import Money
from marque.kit.serialise.declaration import CONTENT, Serial
from tenant_apps.catalog.models.offer import Offer


class CouponQuerySet(models.QuerySet["Coupon"]):
    """How the business asks for coupons."""

    def running(self, now: datetime) -> CouponQuerySet:
        """Not ended by hand, between their dates."""
        begun = Q(starts_at__isnull=True) | Q(starts_at__lte=now)
        return self.filter(begun, Q(ends_at__isnull=True) | Q(ends_at__gt=now), ended_at__isnull=True)

    def sales(self, now: datetime) -> CouponQuerySet:
        """Apply to everybody, without a code."""
        return self.running(now).filter(without_code=True)

    def unspent(self) -> CouponQuerySet:
        """Some use is left."""
        return self.filter(Q(total_limit__isnull=True) | Q(used__lt=F("total_limit")))


class Coupon(TenantModel):
    """A discount: so many per cent, or an amount in each currency; on one offer, some or all."""

    title = models.CharField(_("title"), max_length=120)
    percent = models.PositiveSmallIntegerField(_("per cent"), null=True, blank=True)
    # how many charges it covers: 1 is the first payment, nothing is for ever
    payments = models.PositiveSmallIntegerField(_("for how many payments"), null=True, blank=True, default=1)
    offers = models.ManyToManyField(Offer, blank=True, related_name="coupons")
    without_code = models.BooleanField(_("for everybody, without a code"), default=False)
    stacks = models.BooleanField(_("together with others"), default=False)
    total_limit = models.PositiveIntegerField(_("how often in all"), null=True, blank=True)
    per_person_limit = models.PositiveSmallIntegerField(_("how often per person"), null=True, blank=True)
    used = models.PositiveIntegerField(_("used"), default=0, editable=False)
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = CouponQuerySet.as_manager()
    serial = Serial(CONTENT, key=("key",))

    class Meta:
        verbose_name = _("coupon")
        verbose_name_plural = _("coupons")
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="catalog_coupon_has_title"),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__gte=1, percent__lte=100), name="catalog_coupon_percent"
            ),
            models.CheckConstraint(
                condition=(Q(payments__isnull=True) | Q(payments__gte=1))
                & (Q(total_limit__isnull=True) | Q(total_limit__gte=1))
                & (Q(per_person_limit__isnull=True) | Q(per_person_limit__gte=1)),
                name="catalog_coupon_limits_of_something",
            ),
            # never once too often, whatever writes
            models.CheckConstraint(
                condition=Q(total_limit__isnull=True) | Q(used__lte=F("total_limit")),
                name="catalog_coupon_not_overused",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="catalog_coupon_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        """running, waiting, used or ended."""
        now = clock.now()
        if self.ended_at or (self.ends_at and self.ends_at <= now):
            return "ended"
        if self.starts_at and self.starts_at > now:
            return "waiting"
        return "used" if self.total_limit is not None and self.used >= self.total_limit else "running"

    @property
    def words(self) -> str:
        """`20% off`, or `$50 off, €45 off`."""
        if self.percent:
            return _now("%(percent)s%% off") % {"percent": self.percent}
        return ", ".join(_now("%(amount)s off") % {"amount": each.off} for each in self.amounts.all())

    @property
    def duration(self) -> str:
        """For how many payments."""
        if self.payments is None:
            return _now("every payment")
        if self.payments == 1:
            return _now("the first payment")
        return ngettext("the first %d payment", "the first %d payments", self.payments) % self.payments


class CouponAmount(TenantModel):
    """What a coupon means in one currency: the amount off, and the least a purchase must come to."""

    coupon = models.ForeignKey(Coupon, on_delete=models.CASCADE, related_name="amounts", db_index=False)
    currency = models.CharField(_("currency"), max_length=3)
    off_amount = models.BigIntegerField(_("off"), default=0)
    minimum_amount = models.BigIntegerField(_("from"), default=0)

    serial = Serial(CONTENT, key=("key",))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coupon", "currency"], name="catalog_couponamount_currency_once"),
            models.CheckConstraint(
                condition=Q(off_amount__gte=0, minimum_amount__gte=0), name="catalog_couponamount_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(currency__regex="^[A-Z]{3}$"), name="catalog_couponamount_currency_code"
            ),
        ]

    def __str__(self) -> str:
        return str(self.off)

    @property
    def off(self) -> Money:
        """What comes off."""
        return Money(self.off_amount, self.currency)

    @property
    def minimum(self) -> Money:
        """The least a purchase must come to."""
        return Money(self.minimum_amount, self.currency)


class CouponCode(TenantModel):
    """A word that brings a coupon. Many codes may bring one coupon, each as often as it may."""

    coupon = models.ForeignKey(Coupon, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(_("code"), max_length=40, db_index=False)
    use_limit = models.PositiveIntegerField(_("how often"), null=True, blank=True)
    used = models.PositiveIntegerField(_("used"), default=0, editable=False)

    serial = Serial(CONTENT, key=("key",))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="catalog_couponcode_once"),
            models.CheckConstraint(condition=Q(code__regex="^[A-Z0-9_-]{2,40}$"), name="catalog_couponcode_plain"),
            models.CheckConstraint(
                condition=Q(use_limit__isnull=True) | Q(use_limit__gte=1, used__lte=F("use_limit")),
                name="catalog_couponcode_not_overused",
            ),
        ]

    def __str__(self) -> str:
        return self.code
