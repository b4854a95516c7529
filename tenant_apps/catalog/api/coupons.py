"""`/coupons/`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from marque.kit.errors import Refused
from tenant_apps.api.base import ApiView, extend_schema, reads, writes
from tenant_apps.catalog import actions
from tenant_apps.catalog.actions import CouponTerms
from tenant_apps.catalog.api.asks import CodesAsked, CouponAsked
from tenant_apps.catalog.api.shapes import CodeShape, CodesShape, CouponShape
from tenant_apps.catalog.models import Coupon, Offer


class NoSuchOffer(Refused):
    """An offer nobody makes."""

    field = "offers"
    message = _("There is no offer %(id)s.")


class CouponView(ApiView):
    """What concerns one coupon."""

    def coupon(self, key: UUID) -> Coupon:
        """The coupon; raises Missing."""
        coupon: Coupon = self.found(Coupon.objects.all(), key)
        return coupon

    def shown(self, key: UUID, status: int = 200) -> Response:
        """The coupon as it is now."""
        return Response(CouponShape(self.found(_with_all(), key)).data, status=status)


class Coupons(CouponView):
    """Every coupon."""

    @extend_schema(operation_id="coupons_list", responses=CouponShape(many=True))
    @reads("coupons:read")
    def get(self, request: Request) -> Response:
        """List coupons."""
        return self.listed(_with_all(), CouponShape)

    @extend_schema(operation_id="coupons_create", request=CouponAsked, responses={201: CouponShape})
    @writes("coupons:write")
    def post(self, request: Request) -> Response:
        """Make a coupon; then add codes that bring it."""
        return self.shown(_save(self.asked(CouponAsked), None, self.by).key, 201)


class OneCoupon(CouponView):
    """One."""

    @extend_schema(operation_id="coupons_show", responses=CouponShape)
    @reads("coupons:read")
    def get(self, request: Request, coupon_id: UUID) -> Response:
        """Show one coupon."""
        return self.shown(coupon_id)

    @extend_schema(operation_id="coupons_change", request=CouponAsked, responses=CouponShape)
    @writes("coupons:write")
    def put(self, request: Request, coupon_id: UUID) -> Response:
        """Change a coupon; what was bought with it keeps its discount."""
        coupon = self.coupon(coupon_id)
        return self.shown(_save(self.asked(CouponAsked), coupon, self.by).key)


class CouponEnding(CouponView):
    """That a coupon does nothing any more."""

    @extend_schema(operation_id="coupons_end", request=None, responses=CouponShape)
    @writes("coupons:write")
    def put(self, request: Request, coupon_id: UUID) -> Response:
        """End a coupon for good; orders that use it keep it."""
        actions.end_coupon(coupon=self.coupon(coupon_id), by=self.by)
        return self.shown(coupon_id)


class Codes(CouponView):
    """The words that bring a coupon."""

    @extend_schema(operation_id="coupon_codes_list", responses=CodeShape(many=True))
    @reads("coupons:read")
    def get(self, request: Request, coupon_id: UUID) -> Response:
        """List a coupon's codes."""
        return self.listed(self.coupon(coupon_id).codes.all(), CodeShape)

    @extend_schema(operation_id="coupon_codes_add", request=CodesAsked, responses={201: CodesShape})
    @writes("coupons:write")
    def post(self, request: Request, coupon_id: UUID) -> Response:
        """Add a code that you name, or so many that nobody can guess."""
        coupon, asked = self.coupon(coupon_id), self.asked(CodesAsked)
        code, count, prefix = (asked.pop(name) for name in ("code", "count", "prefix"))
        if code:
            made = [actions.add_code(coupon=coupon, code=code, by=self.by, **asked)]
        else:
            made = actions.add_codes(coupon=coupon, count=count, prefix=prefix, by=self.by, **asked)
        return Response(CodesShape({"codes": made}).data, status=201)


def _with_all() -> Any:
    return Coupon.objects.prefetch_related("amounts", "offers")


def _save(asked: dict[str, Any], coupon: Coupon | None, by: Any) -> Coupon:
    offers = _offers_of(asked.pop("offers"))
    return actions.save_coupon(terms=CouponTerms(**asked), offers=offers, coupon=coupon, by=by)


def _offers_of(keys: Iterable[UUID]) -> list[Offer]:
    wanted = list(dict.fromkeys(keys))
    known = {offer.key: offer for offer in Offer.objects.filter(key__in=wanted)}
    for key in wanted:
        if key not in known:
            raise NoSuchOffer(id=key)
    return [known[key] for key in wanted]
