"""Visitors whom affiliates sent, counted by the day, and the orders that count as theirs."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.affiliates.models.affiliate import Affiliate
from tenant_apps.orders.models import Order


class Referral(TenantModel):
    """How many visitors came by one affiliate's link to one address on one day. Nothing of the visitors is kept."""

    affiliate = models.ForeignKey(Affiliate, on_delete=models.CASCADE, related_name="referrals", db_index=False)
    day = models.DateField(_("day"))
    # empty stands for elsewhere
    landing = models.CharField(_("came to"), max_length=200, blank=True)
    clicks = models.PositiveIntegerField(_("clicks"), default=1)

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        constraints = [
            models.UniqueConstraint(fields=["affiliate", "day", "landing"], name="affiliates_referral_day_once"),
            models.CheckConstraint(condition=Q(clicks__gte=1), name="affiliates_referral_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.clicks}"


class Way(models.TextChoices):
    """How an order became an affiliate's."""

    LINK = "link", _("By a link")
    COUPON = "coupon", _("By a coupon")
    RENEWAL = "renewal", _("A renewal of what they sold")


class AttributionQuerySet(models.QuerySet["Attribution"]):
    """How the business asks for affiliates' orders."""

    def sold(self) -> AttributionQuerySet:
        """Whose orders were paid, refunded or not."""
        return self.filter(order__paid_at__isnull=False)


class Attribution(TenantModel):
    """An order counts as this affiliate's. Written when the order is placed; what it earns is in the ledger."""

    order = models.OneToOneField(Order, on_delete=models.CASCADE, related_name="attribution")
    affiliate = models.ForeignKey(Affiliate, on_delete=models.PROTECT, related_name="attributions")
    way = models.CharField(_("how"), max_length=8, choices=Way.choices)
    clicked_at = models.DateTimeField(_("clicked"), null=True, blank=True)

    objects = AttributionQuerySet.as_manager()
    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        verbose_name = _("attribution")
        verbose_name_plural = _("attributions")
        constraints = [
            models.CheckConstraint(condition=Q(way__in=Way.values), name="affiliates_attribution_known_way"),
            models.CheckConstraint(
                condition=Q(way="link", clicked_at__isnull=False) | (~Q(way="link") & Q(clicked_at__isnull=True)),
                name="affiliates_attribution_clicked_by_link",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.affiliate_id}"
