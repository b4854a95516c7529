"""Money keeps its cents and its currency."""

from decimal import Decimal

import pytest

from marque.kit.money import BadAmount, Money, OtherCurrency


def usd(amount: int) -> Money:
    return Money(amount, "USD")


@pytest.mark.parametrize(
    ("money", "locale", "cents", "text"),
    [
        (usd(49000), "en", False, "$490"),
        (usd(49000), "en", True, "$490.00"),
        (usd(49050), "en", False, "$490.50"),
        (usd(123456700), "en", False, "$1,234,567"),
        (usd(-1999), "en", False, "-$19.99"),
        (Money(49000, "EUR"), "de", False, "490\xa0€"),
        (Money(49005, "EUR"), "de", False, "490,05\xa0€"),
        (Money(4900, "JPY"), "en", True, "¥4,900"),
        (Money(1500, "KWD"), "en", False, "KWD\xa01.500"),
        (usd(49000), "pt-br", False, "US$\xa0490"),
        (usd(49000), "xx-nowhere", False, "$490"),
    ],
)
def test_format_reads_as_people_write(money: Money, locale: str, cents: bool, text: str) -> None:
    assert money.format(locale, cents=cents) == text


@pytest.mark.parametrize(
    ("text", "currency", "locale", "amount"),
    [
        ("490", "USD", "en", 49000),
        ("$1,234.50", "USD", "en", 123450),
        ("1.234,50 €", "EUR", "de", 123450),
        ("USD 12.5", "USD", "en", 1250),
        ("4900", "JPY", "en", 4900),
    ],
)
def test_parse_reads_what_people_type(text: str, currency: str, locale: str, amount: int) -> None:
    assert Money.parse(text, currency, locale) == Money(amount, currency)


@pytest.mark.parametrize("text", ["", "free", "12.345", "1.2.3", "EUR 5", "1,2", "--5"])
def test_parse_refuses_what_is_no_amount(text: str) -> None:
    with pytest.raises(BadAmount, match=r"Write an amount such as \$490\."):
        Money.parse(text, "USD")


@pytest.mark.parametrize(
    ("amount", "weights", "shares"),
    [
        (1000, [1, 1, 1], [334, 333, 333]),
        (100, [70, 20, 10], [70, 20, 10]),
        (1, [1, 1], [1, 0]),
        (-100, [1, 1, 1], [-33, -33, -34]),
        (99, [0, 3], [0, 99]),
    ],
)
def test_allocate_loses_no_cent(amount: int, weights: list[int], shares: list[int]) -> None:
    parts = usd(amount).allocate(weights)

    assert sum(parts, usd(0)) == usd(amount)
    assert sorted(part.amount for part in parts) == sorted(shares)


def test_arithmetic_keeps_the_currency() -> None:
    assert usd(100) + usd(50) - usd(25) == usd(125)
    assert 3 * usd(99) == usd(297)
    assert usd(1001) * Decimal("0.175") == usd(175)
    assert sum([usd(1), usd(2)]) == usd(3)
    assert usd(10).split(4) == [usd(3), usd(3), usd(2), usd(2)]


@pytest.mark.parametrize("operation", ["__add__", "__sub__", "__lt__", "__ge__"])
def test_two_currencies_do_not_mix(operation: str) -> None:
    with pytest.raises(OtherCurrency):
        getattr(usd(1), operation)(Money(1, "EUR"))


def test_floats_and_unknown_currencies_are_bugs() -> None:
    with pytest.raises(TypeError):
        usd(1.5)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        usd(1) * 1.5
    with pytest.raises(ValueError, match="ISO 4217"):
        Money(1, "XQQ")


def test_of_takes_major_units() -> None:
    assert Money.of("490.50", "USD") == usd(49050)
    with pytest.raises(ValueError, match="more decimals"):
        Money.of("1.5", "JPY")
