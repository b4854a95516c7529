"""What tax an order would carry: read by the checkout to show it and by the order to keep it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from marque.kit import clock
from marque.kit.money import Money
from shared_apps.integrations.ports.tax import Place, Rate, Sale, TaxEngine, TaxQuote, TaxTerms, tax_engine
from tenant_apps.catalog.models import Product
from tenant_apps.orders.models import TaxRate
from tenant_apps.orders.seller import the_seller


@dataclass(frozen=True)
class BillTo:
    """Where the buyer is, and who they are to the tax office."""

    country: str
    region: str = ""
    address: str = ""
    tax_id: str = ""
    ip_country: str = ""

    @property
    def place(self) -> Place:
        """For the engine."""
        return Place(self.country, self.region)


def our_terms() -> TaxTerms:
    """What the tenant said about tax."""
    seller = the_seller()
    rates = tuple(
        Rate(Place(rate.country, rate.region), rate.name, rate.millipercent, rate.product_class)
        for rate in TaxRate.objects.order_by("pk")
    )
    place = Place(seller.country, seller.region)
    return TaxTerms(seller=place, rates=rates, eu_vat=seller.eu_vat, included=seller.prices_include_tax)


def our_engine() -> TaxEngine:
    """The engine with the tenant's terms."""
    return tax_engine("table", terms=our_terms())


def class_of(products: Iterable[Product]) -> str:
    """What a line is to the tax office: the kind of its products, blank where they differ."""
    kinds = {product.kind for product in products}
    return kinds.pop() if len(kinds) == 1 else ""


def tax_on(lines: Iterable[tuple[Money, str]], to: BillTo) -> TaxQuote:
    """The tax of lines (what is paid for each, and its class) for this buyer."""
    sale = Sale(lines=tuple(lines), buyer=to.place, on=clock.now().date(), buyer_tax_id=to.tax_id)
    return our_engine().quote(sale)
