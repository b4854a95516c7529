"""Products, offers, prices and coupons in the API."""

from django.urls import path

from tenant_apps.catalog.api import coupons
from tenant_apps.catalog.api import resources as catalog

_OFFER, _COUPON = "offers/<uuid:offer_id>/", "coupons/<uuid:coupon_id>/"
resources = [
    path("products/", catalog.Products.as_view(), name="products"),
    path("products/<uuid:product_id>/", catalog.OneProduct.as_view(), name="product"),
    path("offers/", catalog.Offers.as_view(), name="offers"),
    path(_OFFER, catalog.OneOffer.as_view(), name="offer"),
    path(f"{_OFFER}publication/", catalog.Publication.as_view(), name="publication"),
    path(f"{_OFFER}terms/", catalog.TermsOfSale.as_view(), name="terms"),
    path(f"{_OFFER}prices/", catalog.Prices.as_view(), name="prices"),
    path(f"{_OFFER}prices/<slug:option>/", catalog.Option.as_view(), name="option"),
    path("coupons/", coupons.Coupons.as_view(), name="coupons"),
    path(_COUPON, coupons.OneCoupon.as_view(), name="coupon"),
    path(f"{_COUPON}ending/", coupons.CouponEnding.as_view(), name="coupon_ending"),
    path(f"{_COUPON}codes/", coupons.Codes.as_view(), name="codes"),
]
