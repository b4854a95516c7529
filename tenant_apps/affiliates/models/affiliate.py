"""Somebody who sends buyers here."""

from __future__ import annotations

from typing import cast

from django.apps import apps
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.catalog.models import CouponCode
from tenant_apps.people.models import Person

CODE = r"^[A-Za-z0-9][A-Za-z0-9-]{1,39}$"


class AffiliateState(models.TextChoices):
    """What the timestamps of an affiliate add up to."""

    APPLIED = "applied", _("Waits for you")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    REJECTED = "rejected", _("Turned down")


class AffiliateQuerySet(models.QuerySet["Affiliate"]):
    """How the business asks for affiliates."""

    def waiting(self) -> AffiliateQuerySet:
        """Applied, and nobody decided."""
        return self.filter(approved_at__isnull=True, rejected_at__isnull=True)

    def active(self) -> AffiliateQuerySet:
        """Approved and not paused: their links count."""
        return self.filter(approved_at__isnull=False, paused_at__isnull=True)

    def paused(self) -> AffiliateQuerySet:
        """Approved, and stopped for now."""
        return self.filter(paused_at__isnull=False)

    def rejected(self) -> AffiliateQuerySet:
        """Turned down."""
        return self.filter(rejected_at__isnull=False)

    def in_state(self, state: str) -> AffiliateQuerySet:
        """Those in one of AffiliateState's states; an unknown word finds none."""
        found = {
            AffiliateState.APPLIED: self.waiting,
            AffiliateState.ACTIVE: self.active,
            AffiliateState.PAUSED: self.paused,
            AffiliateState.REJECTED: self.rejected,
        }.get(cast(AffiliateState, state))
        return found() if found else self.none()

    def coded(self, code: str) -> AffiliateQuerySet:
        """Whose code this is, however it was typed."""
        return self.alias(plain=Lower("code")).filter(plain=code.strip().lower())

    def matching(self, text: str) -> AffiliateQuerySet:
        """By name, email or code."""
        text = text.strip()
        words = Q(person__name__icontains=text) | Q(person__email__icontains=text)
        return self.filter(words | Q(code__icontains=text.lower()))

    def with_figures(self) -> AffiliateQuerySet:
        """Bring along `clicked`, their visitors, and `sold`, their paid orders."""
        referrals = apps.get_model("affiliates.Referral").objects.filter(affiliate=OuterRef("pk"))
        clicks = referrals.order_by().values("affiliate").annotate(sum=Sum("clicks")).values("sum")
        visitors = Subquery(clicks, output_field=models.IntegerField())
        paid = Count("attributions", filter=Q(attributions__order__paid_at__isnull=False))
        return self.annotate(sold=paid, clicked=Coalesce(visitors, 0))

    def newest_first(self) -> AffiliateQuerySet:
        """The order a person expects in a list."""
        return self.order_by("-pk")


class Affiliate(TenantModel):
    """A person with a code: who applied, who decided, and why."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="affiliate")
    code = models.CharField(_("code"), max_length=40, db_index=False)
    about = models.TextField(_("how they will tell people"), max_length=600, blank=True)
    applied_at = models.DateTimeField(_("applied"))
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    approved_by = models.CharField(max_length=254, blank=True)
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True)
    paused_by = models.CharField(max_length=254, blank=True)
    rejected_at = models.DateTimeField(_("turned down"), null=True, blank=True)
    rejected_by = models.CharField(max_length=254, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = AffiliateQuerySet.as_manager()
    serial = Serial(
        RUNTIME, key=("key",), personal=("code", "about", "approved_by", "paused_by", "rejected_by", "reason")
    )

    class Meta:
        verbose_name = _("affiliate")
        verbose_name_plural = _("affiliates")
        constraints = [
            models.UniqueConstraint(Lower("code"), name="affiliates_affiliate_code_once"),
            models.CheckConstraint(condition=Q(code__regex=CODE), name="affiliates_affiliate_code_plain"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True) | Q(rejected_at__isnull=True),
                name="affiliates_affiliate_one_decision",
            ),
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True) | Q(approved_at__isnull=False),
                name="affiliates_affiliate_approved_before_pause",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def state(self) -> AffiliateState:
        """What the timestamps add up to."""
        if self.rejected_at:
            return AffiliateState.REJECTED
        if self.paused_at:
            return AffiliateState.PAUSED
        return AffiliateState.ACTIVE if self.approved_at else AffiliateState.APPLIED

    @property
    def is_active(self) -> bool:
        """Do their links count?"""
        return self.state == AffiliateState.ACTIVE


class AffiliateCoupon(TenantModel):
    """A coupon's code that stands for an affiliate: whoever types it was sent by them."""

    affiliate = models.ForeignKey(Affiliate, on_delete=models.CASCADE, related_name="coupons")
    code = models.OneToOneField(CouponCode, on_delete=models.CASCADE, related_name="affiliate_coupon")

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        verbose_name = _("affiliate's coupon")
        verbose_name_plural = _("affiliates' coupons")

    def __str__(self) -> str:
        return str(self.code)
