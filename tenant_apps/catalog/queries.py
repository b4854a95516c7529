"""Reads on offers."""

from __future__ import annotations

from datetime import timedelta

from marque.kit import clock, signing
from tenant_apps.catalog.models import Offer, OfferQuerySet, Product, Waiting, WaitingQuerySet
from tenant_apps.catalog.things import EVERYTHING

PLACE = "catalog.place"


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


def waiting_for(offer: Offer) -> WaitingQuerySet:
    """Everybody in the line of an offer, first come first."""
    return Waiting.objects.filter(offer=offer).select_related("person").order_by("pk")


def place_token(place: Waiting) -> str:
    """What opens the checkout for somebody who was invited."""
    return signing.sign(PLACE, str(place.key), expires_in=timedelta(days=2))


def place_of(token: str, offer: Offer) -> Waiting | None:
    """The invitation a link is about, while its seat is held."""
    try:
        key = signing.unsign(PLACE, token)
    except signing.BadSignature:
        return None
    held = Waiting.objects.invited().filter(key=key, offer=offer, held_until__gt=clock.now())
    return held.select_related("person").first()


def products_on_sale() -> list[Product]:
    """Every product that was ever put on sale: what an all-access membership opens. Drafts stay closed."""
    sold = Product.objects.filter(items__offer__published_at__isnull=False).exclude(kind=EVERYTHING)
    return list(sold.distinct().order_by("pk"))
