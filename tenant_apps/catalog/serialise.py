"""Offers as records: what is in them and what they cost today. Past prices are history, not values."""

from typing import Any, ClassVar

from marque.kit import clock
from marque.kit.facts.outbox import publish
from marque.kit.money import Money
from marque.kit.serialise.codecs import leave_out, register_codec
from marque.kit.serialise.files import FileSource
from marque.kit.serialise.plain import PlainCodec
from marque.kit.serialise.records import Record
from marque.kit.serialise.references import References
from tenant_apps.catalog import actions
from tenant_apps.catalog.events import OfferArchived, OfferPublished
from tenant_apps.catalog.models import Offer, OfferItem, Price, Product
from tenant_apps.catalog.terms import FULL, PriceKind, Terms

leave_out("catalog.OfferItem", "the products of an offer are a value of the offer")
leave_out("catalog.Price", "what an offer costs today is a value of the offer; what it cost before is history")


@register_codec("catalog.Coupon")
class CouponCodec(PlainCodec):
    """A coupon; how often it was used is counted where the orders are."""

    retired: ClassVar[str] = "ended_at"
    omit: ClassVar[frozenset[str]] = frozenset({"used"})


@register_codec("catalog.CouponCode")
class CouponCodeCodec(PlainCodec):
    """A code of a coupon."""

    omit: ClassVar[frozenset[str]] = frozenset({"used"})


@register_codec("catalog.Offer")
class OfferCodec(PlainCodec):
    """An offer with its products, in order, and the price asked in each currency."""

    retired: ClassVar[str] = "archived_at"
    # how many are taken is counted where the orders are
    omit: ClassVar[frozenset[str]] = frozenset({"taken", "told_state"})

    def depends(self) -> set[str]:
        """The products in it."""
        return {"catalog.Product"}

    def rows(self) -> Any:
        """With prices and products, in three queries."""
        return Offer.objects.prefetch_related("prices", "items").order_by("-pk")

    def values(self, row: Any, refs: References) -> dict[str, Any]:
        """The columns, the products, the prices of today."""
        items = sorted(row.items.all(), key=lambda item: (item.position, item.pk))
        products = [refs.key_of(Product, item.product_id) for item in items]
        asked = sorted((p for p in row.prices.all() if p.active_until is None), key=lambda p: (p.position, p.pk))
        plain = {price.currency: price.amount for price in asked if _is_plain(price)}
        options = _options([price for price in asked if not _is_plain(price)])
        return super().values(row, refs) | {"products": products, "prices": plain, "options": options}

    def blank(self) -> dict[str, Any]:
        """An offer with nothing in it, for nothing."""
        return super().blank() | {"products": [], "prices": {}, "options": []}

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
        if {"prices", "options"} & set(names):
            _ask(offer, record.fields["prices"], record.fields.get("options") or [])
        _tell(offer, set(names))


def _put_in(offer: Offer, products: list[int]) -> None:
    offer.items.exclude(product__in=products).delete()
    for position, product in enumerate(products):
        OfferItem.objects.update_or_create(offer=offer, product_id=product, defaults={"position": position})


def _is_plain(price: Price) -> bool:
    """Is it the price in full, paid once, without a name? Most offers have no other."""
    return price.option == FULL and not price.label and price.kind in (PriceKind.ONE_TIME, PriceKind.FREE)


_TERMS = ("kind", "interval", "interval_count", "trial_days", "minimum_terms", "instalments")


def _options(prices: list[Price]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for price in prices:
        terms = {name: getattr(price, name) for name in _TERMS}
        option = found.setdefault(price.option, {"option": price.option, "label": price.label, **terms, "asks": {}})
        option["asks"][price.currency] = {
            "amount": price.amount,
            "setup": price.setup_amount,
            "floor": price.floor_amount,
        }
    return list(found.values())


def _ask(offer: Offer, prices: dict[str, int], options: list[dict[str, Any]]) -> None:
    kept = {option["option"] for option in options} | ({FULL} if prices else set())
    offer.prices.active().exclude(option__in=kept).update(active_until=clock.now())
    plain = [Money(amount, currency) for currency, amount in prices.items()]
    if plain:
        actions.set_option(offer=offer, option=FULL, amounts=plain)
    for option in options:
        asks = option["asks"].items()
        actions.set_option(
            offer=offer,
            option=option["option"],
            label=option["label"],
            terms=Terms(**{name: option[name] for name in _TERMS}),
            amounts=[Money(ask["amount"], currency) for currency, ask in asks],
            setups={currency: ask["setup"] for currency, ask in asks},
            floors={currency: ask["floor"] for currency, ask in asks},
        )


def _tell(offer: Offer, names: set[str]) -> None:
    if offer.archived_at and "archived_at" in names:
        publish(OfferArchived(offer_id=offer.pk))
    elif offer.is_published and names & {"published_at", "archived_at"}:
        publish(OfferPublished(offer_id=offer.pk))
