"""Stripe Tax behind the tax port, against the double over HTTP."""

from datetime import date

import pytest

from marque.kit.money import Money
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import Access
from shared_apps.integrations.ports.tax import Place, Sale, TaxTerms, tax_engine
from tests.shared_apps.integrations.test_stripe import OWN

VAT_OF_AUSTRIA = "ATU57194903"


def engine(*, included: bool = False):
    return tax_engine("stripe", terms=TaxTerms(included=included), account="acct_own", access=Access(keys=OWN))


def a_sale(country: str, *amounts: int, region: str = "", tax_id: str = "") -> Sale:
    lines = tuple((Money(amount, "USD"), "course") for amount in amounts or (10_000,))
    return Sale(lines, Place(country, region, "10001"), date(2026, 11, 21), tax_id)


def test_tax_comes_on_top_line_by_line(double) -> None:
    quote = engine().quote(a_sale("DE", 10_000, 5_000))

    assert [tax.amount for tax in quote.lines] == [1_900, 950]
    assert [(rate.name, rate.percent, rate.taxable.amount, rate.tax.amount) for rate in quote.rates] == [
        ("VAT", "19", 15_000, 2_850)
    ]
    assert (quote.engine, quote.calculation.startswith("taxcalc_")) == ("stripe", True)


def test_tax_within_the_price_leaves_the_price(double) -> None:
    quote = engine(included=True).quote(a_sale("DE", 11_900))

    assert [tax.amount for tax in quote.lines] == [1_900]
    assert quote.rates[0].taxable == Money(10_000, "USD")


def test_a_state_has_its_own_rate(double) -> None:
    assert engine().quote(a_sale("US", region="NY")).lines == (Money(888, "USD"),)


def test_where_the_seller_is_not_registered_there_is_no_tax(double) -> None:
    quote = engine().quote(a_sale("JP"))

    assert (quote.lines, quote.rates, quote.reverse_charged) == ((Money(0, "USD"),), (), False)


def test_a_business_in_another_member_state_accounts_for_it_itself(double) -> None:
    quote = engine().quote(a_sale("AT", tax_id=VAT_OF_AUSTRIA))

    assert (quote.reverse_charged, quote.lines[0].amount) == (True, 0)


@pytest.mark.parametrize(
    ("country", "region", "postal_code", "tax_id"),
    [("", True, True, True), ("US", True, True, False), ("DE", False, False, True), ("JP", False, False, False)],
)
def test_it_asks_what_stripe_needs_there(country, region, postal_code, tax_id) -> None:
    asks = engine().asks(country)

    assert (asks.country, asks.region, asks.postal_code, asks.tax_id) == (True, region, postal_code, tax_id)


def test_a_sale_is_reported_once_and_reversed_in_part_and_whole(double) -> None:
    known = engine()
    calculation = known.quote(a_sale("DE")).calculation

    first, again = (known.report_sale(calculation=calculation, reference="7KQ", idempotency_key="1") for _ in "12")
    part = known.report_refund(
        sale=first, reference="7KQ-1", money=Money(1_190, "USD"), whole=False, idempotency_key="2"
    )
    known.report_refund(sale=first, reference="7KQ-2", money=Money(10_710, "USD"), whole=True, idempotency_key="3")

    assert (first == again, part != first, double.count("tax.transaction")) == (True, True, 3)
    assert double.books().things[part]["flat_amount"] == -1_190


def test_the_same_order_under_another_key_is_known_there(double) -> None:
    known = engine()
    calculation = known.quote(a_sale("DE")).calculation
    known.report_sale(calculation=calculation, reference="7KQ", idempotency_key="1")

    with pytest.raises(ProviderError) as caught:
        known.report_sale(calculation=calculation, reference="7KQ", idempotency_key="2")

    assert (caught.value.permanent, caught.value.code) == (True, "resource_already_exists")


def test_an_engine_that_is_away_says_so(double) -> None:
    double.down = 9

    with pytest.raises(ProviderError) as caught:
        engine().quote(a_sale("DE"))

    assert not caught.value.permanent
