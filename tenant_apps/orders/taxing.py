"""What tax an order would carry: read by the checkout to show it and by the order to keep it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from marque.kit import clock
from marque.kit.money import Money
from marque.kit.reading import read_once
from marque.kit.tenancy.context import require_tenant
from shared_apps.integrations.ports.tax import TABLE, Place, Rate, Sale, TaxEngine, TaxQuote, TaxTerms, tax_engine
from tenant_apps.catalog.models import Product
from tenant_apps.orders.models import OrderBilling, TaxRate
from tenant_apps.orders.seller import the_seller
from tenant_apps.orders.tax_asked import quoted
from tenant_apps.payments.gateways import NotConnected, access_of


@dataclass(frozen=True)
class BillTo:
    """Where the buyer is, and who they are to the tax office."""

    country: str
    region: str = ""
    address: str = ""
    tax_id: str = ""
    ip_country: str = ""
    postal_code: str = ""

    @property
    def place(self) -> Place:
        """For the engine."""
        return Place(self.country, self.region, self.postal_code)


@read_once
def our_terms() -> TaxTerms:
    """What the tenant said about tax."""
    seller = the_seller()
    rates = tuple(
        Rate(Place(rate.country, rate.region), rate.name, rate.millipercent, rate.product_class)
        for rate in TaxRate.objects.order_by("pk")
    )
    place = Place(seller.country, seller.region)
    return TaxTerms(seller=place, rates=rates, eu_vat=seller.eu_vat, included=seller.prices_include_tax)


@read_once
def our_engine() -> TaxEngine:
    """The engine with the tenant's terms."""
    chosen = the_seller().tax_engine
    if chosen == TABLE or require_tenant().safe_mode:
        return tax_engine(TABLE, terms=our_terms())
    try:
        account, access = access_of(chosen)
    except NotConnected:
        return tax_engine(TABLE, terms=our_terms())
    return tax_engine(chosen, terms=our_terms(), account=account, access=access)


def billed_to(known: OrderBilling) -> BillTo:
    """The place an order was billed to, for another one."""
    return BillTo(
        known.country, known.region, known.address, known.tax_id, known.ip_country, postal_code=known.postal_code
    )


def class_of(products: Iterable[Product]) -> str:
    """What a line is to the tax office: the kind of its products, blank where they differ."""
    kinds = {product.kind for product in products}
    return kinds.pop() if len(kinds) == 1 else ""


def sale_of(lines: Iterable[tuple[Money, str]], to: BillTo) -> Sale:
    """What an engine is asked about."""
    return Sale(lines=tuple(lines), buyer=to.place, on=clock.now().date(), buyer_tax_id=to.tax_id)


def tax_on(lines: Iterable[tuple[Money, str]], to: BillTo, *, ask: bool = True) -> TaxQuote:
    """The tax of lines (what is paid for each, and its class) for this buyer.

    Without `ask` nobody is asked over the network: inside a transaction, what is remembered has to do.
    """
    sale = sale_of(lines, to)
    engine = our_engine()
    terms = our_terms()
    found = engine.quote(sale) if engine.name == TABLE else quoted(engine, sale, terms, ask=ask)
    return found if terms.included else _payable(found)


def _payable(quote: TaxQuote) -> TaxQuote:
    """Tax on top of a price is paid as it stands: each rate's is brought to what a card can carry."""
    rates = tuple(replace(rate, tax=rate.tax.payable()) for rate in quote.rates)
    if rates == quote.rates:
        return quote
    whole = sum((rate.tax for rate in rates[1:]), rates[0].tax)
    return replace(quote, rates=rates, lines=tuple(whole.allocate([line.amount for line in quote.lines])))
