"""The embedded tax engine: tables and whole numbers, nobody to ask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from marque.kit.money import Money
from shared_apps.integrations.ports.payments import Access
from shared_apps.integrations.ports.tax import ChargedRate, Place, Questions, Rate, Sale, TaxQuote, TaxTerms
from shared_apps.integrations.tax_table.europe import MEMBERS, standard_rate
from shared_apps.integrations.tax_table.ids import checked_vat_id

_ALL = 100_000
_VAT = "VAT"


class TaxTable:
    """Rates the creator set come first, then the EU's. Where neither says anything, there is no tax."""

    name = "table"

    def __init__(self, *, terms: TaxTerms, account: str = "", access: Access | None = None) -> None:
        self.terms = terms

    def quote(self, sale: Sale) -> TaxQuote:
        """Each rate is charged on the sum of its lines, and shared out among them to the last cent."""
        zero = Money.zero(sale.lines[0][0].currency)
        if self._reversed(sale):
            return TaxQuote(lines=tuple(zero for _line in sale.lines), rates=(), reverse_charged=True)
        found = [self._rate_for(sale.buyer, product_class, sale.on) for _amount, product_class in sale.lines]
        taxes, charged = [zero] * len(found), []
        for rate in dict.fromkeys(rate for rate in found if rate is not None):
            places = [place for place, each in enumerate(found) if each == rate]
            amounts = [sale.lines[place][0] for place in places]
            whole = self._charge(rate, amounts)
            charged.append(whole)
            for place, share in zip(places, _shared(whole.tax, amounts), strict=True):
                taxes[place] = share
        return TaxQuote(lines=tuple(taxes), rates=tuple(charged))

    def check_id(self, tax_id: str, *, country: str) -> str:
        """EU VAT IDs are checked; other countries' are taken as they are written."""
        return checked_vat_id(tax_id, country=country) if country in MEMBERS else " ".join(tax_id.split()).upper()

    def asks(self, country: str = "") -> Questions:
        """Nothing at all while the seller is registered nowhere."""
        in_europe = self.terms.eu_vat != "none"
        matters = bool(self.terms.rates) or in_europe
        here = [rate.place for rate in self.terms.rates if country in ("", rate.place.country)]
        tax_id = in_europe and (not country or country in MEMBERS)
        return Questions(country=matters, region=any(place.region for place in here), tax_id=tax_id)

    def _reversed(self, sale: Sale) -> bool:
        """A business in another member state accounts for the VAT itself (Article 196 of Directive 2006/112/EC)."""
        across = sale.buyer.country in MEMBERS and sale.buyer.country != self.terms.seller.country
        return bool(self.terms.eu_vat != "none" and across and sale.buyer_tax_id)

    def _rate_for(self, buyer: Place, product_class: str, on: date) -> Rate | None:
        place = buyer
        if buyer.country in MEMBERS and self.terms.eu_vat == "home" and self.terms.seller.country in MEMBERS:
            place = self.terms.seller
        own = _narrowest(self.terms.rates, place, product_class)
        if own is None and place.country in MEMBERS and self.terms.eu_vat != "none":
            own = Rate(Place(place.country), _VAT, standard_rate(place.country, on))
        return own if own is not None and own.millipercent else None

    def _charge(self, rate: Rate, amounts: list[Money]) -> ChargedRate:
        asked = sum(amounts[1:], amounts[0])
        whole = _ALL + rate.millipercent if self.terms.included else _ALL
        tax = Money(_rounded(asked.amount * rate.millipercent, whole), asked.currency)
        taxable = asked - tax if self.terms.included else asked
        return ChargedRate(name=rate.name, millipercent=rate.millipercent, taxable=taxable, tax=tax)


def _narrowest(rates: Iterable[Rate], place: Place, product_class: str) -> Rate | None:
    fitting = [
        rate
        for rate in rates
        if rate.place.country == place.country
        and rate.place.region in ("", place.region)
        and rate.product_class in ("", product_class)
    ]
    return max(fitting, key=lambda rate: (bool(rate.place.region), bool(rate.product_class)), default=None)


def _rounded(dividend: int, divisor: int) -> int:
    """Half a minor unit goes up, as tax offices round."""
    return (2 * dividend + divisor) // (2 * divisor)


def _shared(tax: Money, amounts: list[Money]) -> list[Money]:
    weights = [amount.amount for amount in amounts]
    return tax.allocate(weights) if any(weights) else [tax for _amount in amounts]
