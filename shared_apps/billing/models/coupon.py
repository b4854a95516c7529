"""Codes of agencies: what the tenants they look after pay above the platform's own price."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from shared_apps.agencies.models import Agency
from shared_apps.plans.models import Plan

MOST_MARKUP = 100_000


class AgencyCoupon(models.Model):
    """`markup_points` are basis points on the wholesale price; a discount for the first periods comes out of them."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="coupons")
    code = models.CharField(max_length=40)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, related_name="+")
    markup_points = models.PositiveIntegerField()
    discount_points = models.PositiveIntegerField(default=0)
    discount_periods = models.PositiveSmallIntegerField(default=0)
    use_limit = models.PositiveIntegerField(null=True)
    used = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(null=True)
    created_by = models.CharField(max_length=254)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(Upper("code"), name="billing_agencycoupon_code_unique"),
            models.CheckConstraint(condition=Q(markup_points__lte=MOST_MARKUP), name="billing_agencycoupon_markup"),
            models.CheckConstraint(condition=Q(discount_points__lte=10_000), name="billing_agencycoupon_discount"),
            models.CheckConstraint(
                condition=Q(use_limit=None) | Q(used__lte=models.F("use_limit")), name="billing_agencycoupon_uses"
            ),
        ]

    def __str__(self) -> str:
        return self.code
