"""Stripe Tax: rates of every place the seller's Stripe account is registered in, and the reports for its returns.

https://docs.stripe.com/tax/custom
"""

from typing import Any

from marque.kit.money import Money
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import Access
from shared_apps.integrations.ports.tax import ChargedRate, Questions, Sale, TaxQuote, TaxTerms
from shared_apps.integrations.stripe.amounts import from_stripe, to_stripe
from shared_apps.integrations.stripe.client import ask, client_for, plain
from shared_apps.integrations.tax_table.europe import MEMBERS
from shared_apps.integrations.tax_table.ids import checked_vat_id

# what else Stripe has to know of an address to tell its tax
_BY_STATE = frozenset({"US", "CA"})
_BY_POSTAL_CODE = frozenset({"US", "CA"})


class StripeTax:
    """One seller's Stripe account, with its own settings and registrations."""

    name = "stripe"

    def __init__(self, *, terms: TaxTerms, account: str = "", access: Access | None = None) -> None:
        self.terms, self.account, self.access = terms, account, access or Access()

    def quote(self, sale: Sale) -> TaxQuote:
        """Worked out by Stripe; kept there for 90 days."""
        client = client_for(self.access, self.account)
        params = self._params(sale)
        made = plain(ask(lambda: client.v1.tax.calculations.create(params)))
        return self._read(made, sale)

    def check_id(self, tax_id: str, *, country: str) -> str:
        """EU VAT IDs are checked here; Stripe only keeps them."""
        return checked_vat_id(tax_id, country=country) if country in MEMBERS else " ".join(tax_id.split()).upper()

    def asks(self, country: str = "") -> Questions:
        """The country always: only Stripe knows where the seller is registered."""
        return Questions(
            country=True,
            region=not country or country in _BY_STATE,
            tax_id=not country or country in MEMBERS,
            postal_code=not country or country in _BY_POSTAL_CODE,
        )

    def report_sale(self, *, calculation: str, reference: str, idempotency_key: str) -> str:
        """A tax transaction."""
        client = client_for(self.access, self.account)
        params: Any = {"calculation": calculation, "reference": reference}
        options: Any = {"idempotency_key": idempotency_key}
        return str(ask(lambda: client.v1.tax.transactions.create_from_calculation(params, options)).id)

    def report_refund(self, *, sale: str, reference: str, money: Money, whole: bool, idempotency_key: str) -> str:
        """Its reversal, all or so much of it."""
        client = client_for(self.access, self.account)
        part = {"mode": "full"} if whole else {"mode": "partial", "flat_amount": -to_stripe(money)}
        params: Any = {"original_transaction": sale, "reference": reference, **part}
        options: Any = {"idempotency_key": idempotency_key}
        return str(ask(lambda: client.v1.tax.transactions.create_reversal(params, options)).id)

    def _params(self, sale: Sale) -> Any:
        behavior = "inclusive" if self.terms.included else "exclusive"
        lines = [
            {"amount": to_stripe(amount), "reference": f"line-{number}", "tax_behavior": behavior}
            for number, (amount, _class) in enumerate(sale.lines, start=1)
        ]
        place = {"country": sale.buyer.country, "state": sale.buyer.region, "postal_code": sale.buyer.postal_code}
        address = {name: value for name, value in place.items() if value}
        details: dict[str, Any] = {"address": address, "address_source": "billing"}
        if sale.buyer_tax_id and sale.buyer.country in MEMBERS:
            details["tax_ids"] = [{"type": "eu_vat", "value": sale.buyer_tax_id}]
        return {
            "currency": sale.lines[0][0].currency.lower(),
            "line_items": lines,
            "customer_details": details,
            "expand": ["line_items.data.tax_breakdown"],
        }

    def _read(self, made: dict[str, Any], sale: Sale) -> TaxQuote:
        currency = sale.lines[0][0].currency
        found = {line["reference"]: line for line in made["line_items"]["data"]}
        lines = [found.get(f"line-{number}") for number in range(1, len(sale.lines) + 1)]
        if None in lines:
            raise ProviderError("Stripe has not said the tax of every line.", permanent=False)
        taxes = tuple(Money(from_stripe(line["amount_tax"], currency), currency) for line in lines if line)
        reasons = {part["taxability_reason"] for line in lines if line for part in line["tax_breakdown"] or []}
        return TaxQuote(
            lines=taxes,
            rates=_rates([part for line in lines if line for part in line["tax_breakdown"] or []], currency),
            reverse_charged="reverse_charge" in reasons and not any(taxes),
            engine=self.name,
            calculation=made["id"] or "",
        )


def _rates(parts: list[dict[str, Any]], currency: str) -> tuple[ChargedRate, ...]:
    """Each rate once, over all lines; parts without tax say nothing to a buyer."""
    sums: dict[tuple[str, int], list[int]] = {}
    for part in parts:
        details = part["tax_rate_details"]
        if not part["amount"] or not details:
            continue
        named = details["display_name"], round(float(details["percentage_decimal"]) * 1_000)
        taxable, tax = sums.setdefault(named, [0, 0])
        sums[named] = [taxable + part["taxable_amount"], tax + part["amount"]]
    return tuple(
        ChargedRate(name, millipercent, _money(taxable, currency), _money(tax, currency))
        for (name, millipercent), (taxable, tax) in sums.items()
    )


def _money(amount: int, currency: str) -> Money:
    return Money(from_stripe(amount, currency), currency)
