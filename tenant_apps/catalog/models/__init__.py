"""What is sold (Product), how it is sold (Offer), for how much (Price), and who waits for it (Waiting)."""

from tenant_apps.catalog.models.offer import Offer, OfferItem, OfferQuerySet, OfferState
from tenant_apps.catalog.models.price import Price, PriceQuerySet
from tenant_apps.catalog.models.product import Product
from tenant_apps.catalog.models.waiting import Waiting, WaitingQuerySet

__all__ = [
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
