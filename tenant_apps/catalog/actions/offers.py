"""The writes on products and offers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from marque.kit.money import Money
from marque.kit.tenancy.context import require_tenant
from shared_apps.plans.limits import require_room
from tenant_apps.catalog.actions.prices import set_price
from tenant_apps.catalog.events import OfferArchived
from tenant_apps.catalog.models import Offer, OfferItem, Product
from tenant_apps.catalog.things import EVERYTHING


class AddressTaken(Refused):
    """Another offer has this address."""

    message = _("Another offer already has this address. Choose a different one.")


class NothingInOffer(Refused):
    """An offer of nothing cannot be sold."""

    message = _("Choose at least one product to sell.")


class OfferIsArchived(Refused):
    """Archived offers do not change."""

    message = _("This offer is archived. Publish it again to change it.")


@transaction.atomic
def create_product(*, kind: str, title: str, thing_key: UUID, by: Any = None) -> Product:
    """The product that stands for a thing. One per thing; calling again renames it."""
    product, new = Product.objects.get_or_create(kind=kind, thing_key=thing_key, defaults={"title": title})
    if not new and product.title != title:
        product.title = title
        product.save(update_fields=["title"])
    return product


def the_everything() -> Product:
    """The product that opens all others: one per business, made when it is first sold."""
    found = Product.objects.filter(kind=EVERYTHING).first()
    key = uuid5(require_tenant().id, EVERYTHING)
    return found or create_product(kind=EVERYTHING, title=str(_("Everything, now and later")), thing_key=key)


@transaction.atomic
def create_offer(
    *,
    slug: str,
    title: str,
    products: Iterable[Product],
    price: Money | None = None,
    summary: str = "",
    image_style: str = "",
    by: Any = None,
) -> Offer:
    """A draft offer of these products; raises NothingInOffer or LimitReached."""
    chosen = list(products)
    if not chosen:
        raise NothingInOffer
    require_room("products")
    offer = Offer(slug=slug, title=title, summary=summary, image_style=image_style)
    _save(offer)
    _put_in(offer, chosen)
    if price is not None:
        set_price(offer=offer, price=price, by=by)
    return offer


@transaction.atomic
def change_offer(
    *,
    offer: Offer,
    slug: str,
    title: str,
    products: Iterable[Product],
    summary: str = "",
    image_style: str = "",
    by: Any = None,
) -> Offer:
    """Change how an offer reads and what it holds. People who bought it keep what they bought."""
    chosen = list(products)
    if offer.archived_at:
        raise OfferIsArchived
    if not chosen:
        raise NothingInOffer
    offer.slug, offer.title, offer.summary, offer.image_style = slug, title, summary, image_style
    _save(offer)
    _put_in(offer, chosen)
    return offer


def _save(offer: Offer) -> None:
    """Raises AddressTaken, also where somebody else saves the same address at this moment."""
    if Offer.objects.filter(slug=offer.slug).exclude(pk=offer.pk).exists():
        raise AddressTaken
    try:
        with transaction.atomic():
            offer.save()
    except IntegrityError as taken:
        raise AddressTaken from taken


def _put_in(offer: Offer, products: list[Product]) -> None:
    offer.items.exclude(product__in=products).delete()
    for position, product in enumerate(products):
        OfferItem.objects.update_or_create(offer=offer, product=product, defaults={"position": position})


@transaction.atomic
def archive_offer(*, offer: Offer, by: Any = None) -> Offer:
    """Take an offer off sale. What was sold stays with its buyers."""
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    if offer.archived_at:
        return offer
    offer.archived_at = clock.now()
    offer.save(update_fields=["archived_at"])
    publish(OfferArchived(offer_id=offer.pk))
    return offer
