"""Coupon codes that stand for an affiliate."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.affiliates.models import Affiliate, AffiliateCoupon
from tenant_apps.catalog.discounts import written
from tenant_apps.catalog.models import CouponCode


class CodeUnknown(Refused):
    """No coupon has it."""

    field = "coupon"
    message = _("No coupon has this code. Make it under Offers, Coupons, first.")


class CodeOfAnother(Refused):
    """It stands for somebody else."""

    field = "coupon"
    message = _("This code stands for %(name)s already.")


@transaction.atomic
def tie_coupon(*, affiliate: Affiliate, coupon: str, by: Any = None) -> AffiliateCoupon:
    """Whoever types this code was sent by them, from now on. Raises CodeUnknown and CodeOfAnother."""
    code = CouponCode.objects.filter(code=written(coupon)).first()
    if code is None:
        raise CodeUnknown
    tied, _new = AffiliateCoupon.objects.select_related("affiliate__person").get_or_create(
        code=code, defaults={"affiliate": affiliate}
    )
    if tied.affiliate_id != affiliate.pk:
        raise CodeOfAnother(name=tied.affiliate.person)
    return tied


@transaction.atomic
def untie_coupon(*, tied: AffiliateCoupon, by: Any = None) -> None:
    """The code stands for nobody. Calling it twice changes nothing."""
    AffiliateCoupon.objects.filter(pk=tied.pk).delete()
