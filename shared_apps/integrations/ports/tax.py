"""How much tax a sale carries: what orders ask of any tax engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.money import Money
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import Access

ENGINES = {
    "table": "shared_apps.integrations.tax_table.engine.TaxTable",
    "stripe": "shared_apps.integrations.stripe.tax.StripeTax",
}
TABLE = "table"


class BadTaxId(Refused):
    """A tax ID that its country never gave out."""

    field = "tax_id"
    message = _("This tax ID is not complete or has a slip in it. Write it with its country, such as DE136695976.")


@dataclass(frozen=True)
class Place:
    """Where somebody is: ISO 3166 codes."""

    country: str = ""
    region: str = ""
    postal_code: str = ""


@dataclass(frozen=True)
class Rate:
    """A rate where the seller is registered; without a region or a class it holds for all of them."""

    place: Place
    name: str
    millipercent: int
    product_class: str = ""


@dataclass(frozen=True)
class TaxTerms:
    """Who sells, where they are registered, and whether their prices include tax. `eu_vat`: none, home, destination."""

    seller: Place = field(default_factory=Place)
    rates: tuple[Rate, ...] = ()
    eu_vat: str = "none"
    included: bool = False


@dataclass(frozen=True)
class Sale:
    """What is sold to whom: an amount and a class for each line, after discounts."""

    lines: tuple[tuple[Money, str], ...]
    buyer: Place
    on: date
    buyer_tax_id: str = ""


@dataclass(frozen=True)
class ChargedRate:
    """One rate of a sale, over all the lines it holds for. `taxable` is without the tax."""

    name: str
    millipercent: int
    taxable: Money
    tax: Money

    @property
    def percent(self) -> str:
        """As people write it: 19, 8.875."""
        return f"{self.millipercent / 1000:g}"


@dataclass(frozen=True)
class TaxQuote:
    """The tax of each line, in order, and of each rate. Both give the same sum.

    `engine` is who worked it out, `calculation` the name it is known by there, for a report once it is paid.
    """

    lines: tuple[Money, ...]
    rates: tuple[ChargedRate, ...]
    reverse_charged: bool = False
    engine: str = TABLE
    calculation: str = ""


@dataclass(frozen=True)
class Questions:
    """What must be known of a buyer in a country before the tax is known."""

    country: bool = False
    region: bool = False
    tax_id: bool = False
    postal_code: bool = False


class TaxEngine(Protocol):
    """Knows rates. Says nothing about whether a seller had to register: that is the seller's business."""

    name: str

    def quote(self, sale: Sale) -> TaxQuote:
        """The tax of a sale; ProviderError when nobody can tell now."""
        ...

    def check_id(self, tax_id: str, *, country: str) -> str:
        """A tax ID as it is written down; raises BadTaxId."""
        ...

    def asks(self, country: str = "") -> Questions:
        """What the checkout must ask of a buyer, in this country or before it is known."""
        ...


class TaxReports(Protocol):
    """An engine that also keeps what was sold, for the seller's tax returns."""

    def report_sale(self, *, calculation: str, reference: str, idempotency_key: str) -> str:
        """What was quoted is sold; the name it has there. The same key reports it once."""
        ...

    def report_refund(self, *, sale: str, reference: str, money: Money, whole: bool, idempotency_key: str) -> str:
        """So much of a reported sale went back, tax and all; the name it has there."""
        ...


def tax_engine(name: str = TABLE, *, terms: TaxTerms, account: str = "", access: Access | None = None) -> TaxEngine:
    """The engine a business has chosen; one that has to be asked gets in with the business's `access`."""
    try:
        path = ENGINES[name]
    except KeyError:
        raise ProviderError(f"There is no tax engine called {name!r}.", permanent=True) from None
    engine: TaxEngine = import_string(path)(terms=terms, account=account, access=access or Access())
    return engine
