"""The coupons of an order: used while it is paid, given back when it is not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from tenant_apps.catalog import actions as catalog
from tenant_apps.catalog.discounts import Applied, CouponRefused
from tenant_apps.catalog.models import Coupon, CouponCode
from tenant_apps.orders.models import CouponUse, Order


def used_by(order: Order | None) -> frozenset[int]:
    """The coupons an order uses."""
    return frozenset(order.coupon_uses.standing().values_list("coupon_id", flat=True)) if order else frozenset()


def use_coupons(*, order: Order, applied: Sequence[Applied]) -> None:
    """Make the order use exactly these coupons, in the order of their keys. Raises CouponRefused."""
    wanted = {each.coupon.pk: each for each in applied}
    for use in order.coupon_uses.standing():
        each = wanted.get(use.coupon_id)
        if each is None or use.code_id != (each.code.pk if each.code else None):
            _give_back(use)
    standing = used_by(order)
    for pk in sorted(wanted):
        each = wanted[pk]
        if pk not in standing:
            # locks the coupon, so that one person's uses are counted one after the other
            catalog.spend(coupon=each.coupon, code=each.code)
            _refuse_too_many(order, each.coupon, each.code)
        CouponUse.objects.update_or_create(
            order=order,
            coupon=each.coupon,
            defaults={
                "code": each.code,
                "words": each.words[:160],
                "amount": each.amount.amount,
                "payments": each.coupon.payments,
                "released_at": None,
            },
        )


def _refuse_too_many(order: Order, coupon: Coupon, code: CouponCode | None) -> None:
    most = coupon.per_person_limit
    if most is None:
        return
    others = CouponUse.objects.standing().filter(coupon=coupon, order__buyer_id=order.buyer_id)
    if others.exclude(order=order).count() >= most:
        name = code.code if code else coupon.title
        raise CouponRefused(_("You have used %(code)s as often as one may. Nothing was charged.") % {"code": name})


def retake_coupons(*, order: Order, since: datetime) -> None:
    """Use again what was given back since then and makes the order's price. Raises CouponRefused."""
    if used_by(order):
        return
    given = order.coupon_uses.filter(released_at__gte=since).select_related("coupon", "code")
    again, left = [], order.discount_amount
    for use in given.order_by("-released_at"):
        if left > 0:
            again.append(use)
            left -= use.amount
    for use in sorted(again, key=lambda each: each.coupon_id):
        catalog.spend(coupon=use.coupon, code=use.code)
        _refuse_too_many(order, use.coupon, use.code)
        use.released_at = None
        use.save(update_fields=["released_at"])


def release_coupons(order: Order) -> None:
    """Give back every use the order has. Calling it twice changes nothing."""
    for use in order.coupon_uses.standing():
        _give_back(use)


def _give_back(use: CouponUse) -> None:
    if CouponUse.objects.standing().filter(pk=use.pk).update(released_at=clock.now()):
        catalog.unspend(coupon_id=use.coupon_id, code_id=use.code_id)
