"""`/products/` and `/offers/`."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from marque.kit.errors import Refused
from marque.kit.money import Money
from tenant_apps.api.base import ApiView, calling_it, extend_schema, reads, writes
from tenant_apps.catalog import actions
from tenant_apps.catalog.actions import Access, Limits, Window
from tenant_apps.catalog.api.asks import OfferAsked, PriceAsked, SaleAsked
from tenant_apps.catalog.api.shapes import OfferQuery, OfferShape, PriceShape, ProductQuery, ProductShape
from tenant_apps.catalog.models import Offer, Product
from tenant_apps.catalog.terms import Terms


class NoSuchProduct(Refused):
    """A product nobody sells."""

    field = "products"
    message = _("There is no product %(id)s.")


class Products(ApiView):
    """Everything that can be sold."""

    @extend_schema(operation_id="products_list", parameters=[ProductQuery], responses=ProductShape(many=True))
    @reads("offers:read")
    def get(self, request: Request) -> Response:
        """List products."""
        return self.listed(Product.objects.filter(**self.query(ProductQuery)), ProductShape)


class OneProduct(ApiView):
    """One."""

    @extend_schema(operation_id="products_show", responses=ProductShape)
    @reads("offers:read")
    def get(self, request: Request, product_id: UUID) -> Response:
        """Show one product."""
        return Response(ProductShape(self.found(Product.objects.all(), product_id)).data)


class OfferView(ApiView):
    """What concerns one offer."""

    def offer(self, key: UUID) -> Offer:
        """The offer; raises Missing."""
        offer: Offer = self.found(Offer.objects.all(), key)
        return offer

    def shown(self, key: UUID, status: int = 200) -> Response:
        """The offer as it is now."""
        return Response(OfferShape(self.found(Offer.objects.with_price(), key)).data, status=status)


class Offers(OfferView):
    """Every offer."""

    @extend_schema(operation_id="offers_list", parameters=[OfferQuery], responses=OfferShape(many=True))
    @reads("offers:read")
    def get(self, request: Request) -> Response:
        """List offers with the prices they ask today."""
        asked = self.query(OfferQuery)
        rows = Offer.objects.in_state(asked["state"]) if "state" in asked else Offer.objects.all()
        if "product" in asked:
            rows = rows.filter(items__product__key=asked["product"])
        return self.listed(rows.with_price(), OfferShape)

    @extend_schema(operation_id="offers_create", request=OfferAsked, responses={201: OfferShape})
    @writes("offers:write")
    def post(self, request: Request) -> Response:
        """Make a draft offer; set a price, then publish it."""
        asked = self.asked(OfferAsked)
        asked["products"] = products_of(asked["products"])
        return self.shown(actions.create_offer(**asked, by=self.by).key, 201)


class OneOffer(OfferView):
    """One."""

    @extend_schema(operation_id="offers_show", responses=OfferShape)
    @reads("offers:read")
    def get(self, request: Request, offer_id: UUID) -> Response:
        """Show one offer."""
        return self.shown(offer_id)

    @extend_schema(operation_id="offers_change", request=OfferAsked, responses=OfferShape)
    @writes("offers:write")
    def put(self, request: Request, offer_id: UUID) -> Response:
        """Change how an offer reads and what it holds; who bought it keeps what they bought."""
        offer, asked = self.offer(offer_id), self.asked(OfferAsked)
        asked["products"] = products_of(asked["products"])
        actions.change_offer(offer=offer, image_style=offer.image_style, **asked, by=self.by)
        return self.shown(offer_id)


class Publication(OfferView):
    """Whether an offer is on sale."""

    @extend_schema(operation_id="offers_publish", request=None, responses=OfferShape)
    @writes("offers:write")
    def put(self, request: Request, offer_id: UUID) -> Response:
        """Put an offer on sale; it needs a price."""
        actions.publish_offer(offer=self.offer(offer_id), by=self.by)
        return self.shown(offer_id)

    @extend_schema(operation_id="offers_archive", request=None, responses=OfferShape)
    @writes("offers:write")
    def delete(self, request: Request, offer_id: UUID) -> Response:
        """Take an offer off sale; what was sold stays with its buyers."""
        actions.archive_offer(offer=self.offer(offer_id), by=self.by)
        return self.shown(offer_id)


class TermsOfSale(OfferView):
    """When and how often an offer is sold."""

    @extend_schema(operation_id="offers_terms", request=SaleAsked, responses=OfferShape)
    @writes("offers:write")
    def put(self, request: Request, offer_id: UUID) -> Response:
        """Set window, limits and length of access; what was sold keeps its terms."""
        offer, asked = self.offer(offer_id), self.asked(SaleAsked)
        window = Window(asked["opens_at"], asked["closes_at"], asked["delivers_at"])
        limits = Limits(asked["supply_limit"], asked["per_person_limit"])
        access = Access(asked["access_days"], asked["access_until"])
        with calling_it(supply="supply_limit", per_person="per_person_limit", days="access_days", until="access_until"):
            actions.set_terms_of_sale(offer=offer, window=window, limits=limits, access=access, by=self.by)
        return self.shown(offer_id)


class Prices(OfferView):
    """What an offer asks."""

    @extend_schema(operation_id="prices_list", responses=PriceShape(many=True))
    @reads("offers:read")
    def get(self, request: Request, offer_id: UUID) -> Response:
        """List an offer's prices, those of before too."""
        return self.listed(self.offer(offer_id).prices.all(), PriceShape)

    @extend_schema(operation_id="prices_set", request=PriceAsked, responses={201: PriceShape})
    @writes("offers:write")
    def post(self, request: Request, offer_id: UUID) -> Response:
        """Ask a price from now on; the one it replaces ends, and what was bought at it keeps its terms."""
        offer, asked = self.offer(offer_id), self.asked(PriceAsked)
        names = ("kind", "interval", "interval_count", "trial_days", "minimum_terms", "instalments")
        with calling_it(floor="floor_amount"):
            price = actions.set_price(
                offer=offer,
                price=Money(asked["amount"], asked["currency"]),
                option=asked["option"],
                terms=Terms(**{name: asked[name] for name in names}),
                label=asked["label"],
                setup=asked["setup_amount"],
                floor=asked["floor_amount"],
                by=self.by,
            )
        return Response(PriceShape(price).data, status=201)


class Option(OfferView):
    """One of an offer's ways to pay."""

    @extend_schema(operation_id="prices_end", request=None, responses={204: None})
    @writes("offers:write")
    def delete(self, request: Request, offer_id: UUID, option: str) -> Response:
        """Stop asking an option's prices; an offer on sale keeps at least one."""
        actions.end_option(offer=self.offer(offer_id), option=option, by=self.by)
        return Response(status=204)


def products_of(keys: Iterable[UUID]) -> list[Product]:
    """The products, in the order they were named; raises NoSuchProduct."""
    wanted = list(dict.fromkeys(keys))
    known = {product.key: product for product in Product.objects.filter(key__in=wanted)}
    for key in wanted:
        if key not in known:
            raise NoSuchProduct(id=key)
    return [known[key] for key in wanted]
