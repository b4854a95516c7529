"""Offers as records: what is in them and what they cost today. Past prices are history, not values."""

from typing import Any, ClassVar

from marque.kit.facts.outbox import publish
from marque.kit.money import Money
from marque.kit.serialise.codecs import leave_out, register_codec
from marque.kit.serialise.files import FileSource
from marque.kit.serialise.plain import PlainCodec
from marque.kit.serialise.records import Record
from marque.kit.serialise.references import References
from tenant_apps.catalog import actions
from tenant_apps.catalog.events import OfferArchived, OfferPublished
from tenant_apps.catalog.models import Offer, OfferItem, Product

leave_out("catalog.OfferItem", "the products of an offer are a value of the offer")
leave_out("catalog.Price", "what an offer costs today is a value of the offer; what it cost before is history")


@register_codec("catalog.Offer")
class OfferCodec(PlainCodec):
    """An offer with its products, in order, and the price asked in each currency."""

    retired: ClassVar[str] = "archived_at"

    def depends(self) -> set[str]:
        """The products in it."""
        return {"catalog.Product"}

    def rows(self) -> Any:
        """With prices and products, in three queries."""
        return Offer.objects.prefetch_related("prices", "items").order_by("-pk")

    def values(self, row: Any, refs: References) -> dict[str, Any]:
        """The columns, the products, the prices of today."""
        items = sorted(row.items.all(), key=lambda item: (item.position, item.pk))
        prices = {price.currency: price.amount for price in row.prices.all() if price.active_until is None}
        products = [refs.key_of(Product, item.product_id) for item in items]
        return super().values(row, refs) | {"products": products, "prices": prices}

    def create(self, record: Record, refs: References, files: FileSource) -> bool:
        """The offer first; what is in it in the second pass, once every product is there."""
        super().create(record, refs, files)
        return False

    def update(self, record: Record, names: Any, refs: References, files: FileSource) -> None:
        """Write columns, products and prices; a changed price ends the old one."""
        super().update(record, names, refs, files)
        offer = Offer.objects.get(key=record.key)
        if "products" in names:
            _put_in(offer, [refs.pk_of({"ref": "catalog.Product", "key": key}) for key in record.fields["products"]])
        if "prices" in names:
            _ask(offer, record.fields["prices"])
        _tell(offer, set(names))


def _put_in(offer: Offer, products: list[int]) -> None:
    offer.items.exclude(product__in=products).delete()
    for position, product in enumerate(products):
        OfferItem.objects.update_or_create(offer=offer, product_id=product, defaults={"position": position})


def _ask(offer: Offer, prices: dict[str, int]) -> None:
    from marque.kit import clock

    offer.prices.active().exclude(currency__in=prices).update(active_until=clock.now())
    for currency, amount in prices.items():
        actions.set_price(offer=offer, price=Money(amount, currency))


def _tell(offer: Offer, names: set[str]) -> None:
    if offer.archived_at and "archived_at" in names:
        publish(OfferArchived(offer_id=offer.pk))
    elif offer.is_live and names & {"published_at", "archived_at"}:
        publish(OfferPublished(offer_id=offer.pk))
