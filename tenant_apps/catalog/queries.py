"""Reads on offers."""

from __future__ import annotations

from tenant_apps.catalog.models import Offer, OfferQuerySet, Product


def live_offers() -> OfferQuerySet:
    """What can be bought now, newest first, prices and products along."""
    return Offer.objects.live().with_price().order_by("-published_at", "-pk")


def offer_for_product(product: Product) -> Offer | None:
    """The offer to send a buyer of this product to: the one that sells it with the least else beside it."""
    offers = live_offers().selling(product)
    return min(offers, key=lambda offer: len(offer.products.all()), default=None)


def offer_by_slug(slug: str) -> Offer | None:
    """An offer by its address, in whatever state."""
    return Offer.objects.with_price().filter(slug=slug).first()
