import random
from datetime import date
from fractions import Fraction

import pytest

from marque.kit.money import Money
from shared_apps.integrations.ports.tax import BadTaxId, Place, Questions, Rate, Sale, TaxQuote, TaxTerms, tax_engine
from shared_apps.integrations.tax_table.europe import MEMBERS, standard_rate

TODAY = date(2026, 11, 21)
GST = Rate(Place("IN"), "GST", 18_000)


def a_quote(*amounts: int, currency: str = "EUR", to: Place, tax_id: str = "", **terms: object) -> TaxQuote:
    sale = Sale(tuple((Money(amount, currency), "course") for amount in amounts), to, TODAY, tax_id)
    return tax_engine(terms=TaxTerms(**terms)).quote(sale)  # type: ignore[arg-type]


def taxes(quote: TaxQuote) -> list[int]:
    return [tax.amount for tax in quote.lines]


def test_nobody_registered_charges_nothing() -> None:
    quote = a_quote(10_000, to=Place("DE"), seller=Place("DE"))

    assert (taxes(quote), quote.rates) == ([0], ())


@pytest.mark.parametrize(
    ("eu_vat", "buyer", "expected"),
    [
        ("destination", "HU", 2_700),
        ("destination", "FI", 2_550),
        ("home", "HU", 1_900),
        ("home", "DE", 1_900),
        ("destination", "US", 0),
        ("none", "HU", 0),
    ],
)
def test_vat_is_the_buyers_or_the_sellers_countrys(eu_vat, buyer, expected) -> None:
    assert taxes(a_quote(10_000, to=Place(buyer), seller=Place("DE"), eu_vat=eu_vat)) == [expected]


def test_a_business_in_another_member_state_accounts_for_it_itself() -> None:
    terms = {"seller": Place("DE"), "eu_vat": "destination"}

    abroad = a_quote(10_000, to=Place("AT"), tax_id="ATU57194903", **terms)
    at_home = a_quote(10_000, to=Place("DE"), tax_id="DE136695976", **terms)

    assert (taxes(abroad), abroad.reverse_charged) == ([0], True)
    assert (taxes(at_home), at_home.reverse_charged) == ([1_900], False)


def test_the_narrowest_rate_wins() -> None:
    country, state = Rate(Place("CA"), "GST", 5_000), Rate(Place("CA", "ON"), "HST", 13_000)
    books = Rate(Place("CA"), "GST", 0, "course")

    found = [
        taxes(a_quote(10_000, currency="CAD", to=place, rates=rates))
        for place, rates in [
            (Place("CA", "QC"), (country, state)),
            (Place("CA", "ON"), (country, state)),
            (Place("CA", "QC"), (country, books)),
            (Place("US", "ON"), (country, state)),
        ]
    ]

    assert found == [[500], [1_300], [0], [0]]


@pytest.mark.parametrize(
    ("currency", "amount", "millipercent", "on_top", "inside"),
    [
        ("USD", 9_999, 8_875, 887, 815),
        ("JPY", 1_999, 10_000, 200, 182),
        ("KWD", 12_345, 5_000, 617, 588),
    ],
)
def test_tax_is_right_to_the_minor_unit(currency, amount, millipercent, on_top, inside) -> None:
    rates = (Rate(Place("XK"), "Tax", millipercent),)

    found = [
        taxes(a_quote(amount, currency=currency, to=Place("XK"), rates=rates, included=included))
        for included in (False, True)
    ]

    assert found == [[on_top], [inside]]


@pytest.mark.parametrize("included", [False, True])
def test_lines_and_rates_give_one_sum(included) -> None:
    for seed in range(500):
        dice = random.Random(seed)  # noqa: S311
        small, large = dice.randrange(10**4), dice.randrange(10**9)
        amounts = [dice.choice([0, 1, small, large]) for _line in range(dice.randint(1, 8))]
        rate = dice.choice([0, 1, 5_000, 8_875, 19_000, 25_500, 100_000, dice.randrange(100_000)])
        whole = Fraction(rate, (100_000 + rate) if included else 100_000)

        rates = (Rate(Place("IN"), "GST", rate),)
        quote = a_quote(*amounts, currency="INR", to=Place("IN"), rates=rates, included=included)

        assert sum(taxes(quote)) == sum(each.tax.amount for each in quote.rates)
        assert abs(sum(taxes(quote)) - sum(amounts) * whole) <= Fraction(1, 2)
        for amount, tax in zip(amounts, taxes(quote), strict=True):
            assert abs(tax - amount * whole) < 2


@pytest.mark.parametrize(
    ("country", "typed", "written"),
    [
        ("DE", "de 136 695 976", "DE136695976"),
        ("DE", "136695976", "DE136695976"),
        ("AT", "ATU57194903", "ATU57194903"),
        ("GR", "GR 094259216", "EL094259216"),
        ("US", " 12-3456789 ", "12-3456789"),
    ],
)
def test_check_id_writes_it_as_the_country_does(country, typed, written) -> None:
    assert tax_engine(terms=TaxTerms()).check_id(typed, country=country) == written


@pytest.mark.parametrize("typed", ["DE136695977", "DE1", "ATU57194903", "<script>", "9" * 40])
def test_check_id_refuses_what_no_country_gave_out(typed) -> None:
    with pytest.raises(BadTaxId):
        tax_engine(terms=TaxTerms()).check_id(typed, country="DE")


def test_a_buyer_is_asked_only_what_matters() -> None:
    texas = Rate(Place("US", "TX"), "Sales tax", 8_250)
    asks = [
        tax_engine(terms=terms).asks(country)
        for terms, country in [
            (TaxTerms(), "DE"),
            (TaxTerms(rates=(GST,)), "IN"),
            (TaxTerms(rates=(GST, texas)), "IN"),
            (TaxTerms(rates=(GST, texas)), "US"),
            (TaxTerms(eu_vat="home"), "DE"),
            (TaxTerms(eu_vat="home"), "US"),
        ]
    ]

    assert asks == [
        Questions(),
        Questions(country=True),
        Questions(country=True),
        Questions(country=True, region=True),
        Questions(country=True, tax_id=True),
        Questions(country=True),
    ]


def test_every_member_state_has_a_rate_on_every_day_that_matters() -> None:
    assert len(MEMBERS) == 27
    assert all(15_000 <= standard_rate(country, TODAY) <= 27_000 for country in MEMBERS)
    assert [standard_rate("EE", day) for day in (date(2025, 6, 30), date(2025, 7, 1))] == [22_000, 24_000]
