"""What is sold (Product), how it is sold (Offer), for how much (Price), who waits for it (Waiting), what is offered
beside it (Extra), and what takes something off (Coupon)."""

from tenant_apps.catalog.models.coupon import Coupon, CouponAmount, CouponCode, CouponQuerySet
from tenant_apps.catalog.models.extra import Extra, ExtraPlace
from tenant_apps.catalog.models.offer import Offer
from tenant_apps.catalog.models.offer_item import OfferItem
from tenant_apps.catalog.models.on_sale import OfferQuerySet, OfferState
from tenant_apps.catalog.models.price import Price, PriceQuerySet
from tenant_apps.catalog.models.product import Product
from tenant_apps.catalog.models.waiting import Waiting, WaitingQuerySet

__all__ = [
    "Coupon",
    "CouponAmount",
    "CouponCode",
    "CouponQuerySet",
    "Extra",
    "ExtraPlace",
    "Offer",
    "OfferItem",
    "OfferQuerySet",
    "OfferState",
    "Price",
    "PriceQuerySet",
    "Product",
    "Waiting",
    "WaitingQuerySet",
]
