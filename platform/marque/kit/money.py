"""Money: integer minor units and a currency, never a float."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from functools import lru_cache, total_ordering

from babel import Locale, UnknownLocaleError
from babel.numbers import (
    NumberFormatError,
    format_currency,
    get_currency_precision,
    get_currency_symbol,
    is_currency,
    parse_decimal,
)
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused


class OtherCurrency(ValueError):
    """Two currencies met where one was meant: a bug, not a refusal."""


class BadAmount(Refused):
    """A person typed something that is not an amount of money."""

    message = _("Write an amount such as %(example)s.")
    field = "amount"


@lru_cache(maxsize=512)
def minor_units(currency: str) -> int:
    """How many decimals the currency has; raises ValueError for an unknown one."""
    if not is_currency(currency):
        raise ValueError(f"{currency!r} is not an ISO 4217 currency.")
    return get_currency_precision(currency)


@lru_cache(maxsize=256)
def _locale(code: str) -> Locale:
    try:
        return Locale.parse(code.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (cents) of one currency."""

    amount: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.amount) is not int:
            raise TypeError("Money holds whole minor units.")
        minor_units(self.currency)

    @classmethod
    def zero(cls, currency: str) -> "Money":
        """Nothing, in a currency."""
        return cls(0, currency)

    @classmethod
    def of(cls, value: Decimal | int | str, currency: str) -> "Money":
        """From major units, `Money.of("490.50", "USD")`; refuses more decimals than the currency has."""
        scaled = Decimal(value).scaleb(minor_units(currency))
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more decimals than {currency}.")
        return cls(int(scaled), currency)

    @classmethod
    def parse(cls, text: str, currency: str, locale: str = "en") -> "Money":
        """Read what a person typed, with or without symbol and thousands; raises BadAmount."""
        digits = re.sub(r"[^\d.,'’+\-−\u0660-\u0669\u06f0-\u06f9]", "", text).replace("−", "-")
        letters = re.sub(r"[^A-Za-z]", "", text).upper()
        example = cls(49000, currency).format(locale)
        if letters and letters not in (currency, currency[:2]):
            raise BadAmount(example=example)
        try:
            return cls.of(parse_decimal(digits, locale=_locale(locale), strict=True), currency)
        except (NumberFormatError, InvalidOperation, ValueError):
            raise BadAmount(example=example) from None

    @property
    def decimal(self) -> Decimal:
        """The amount in major units."""
        return Decimal(self.amount).scaleb(-minor_units(self.currency))

    def format(self, locale: str = "en", *, cents: bool = False) -> str:
        """As people write it: $490, or $490.00 with `cents` (in sums, where columns align)."""
        place = _locale(locale)
        pattern = place.currency_formats["standard"].pattern
        if get_currency_symbol(self.currency, place)[-1].isalpha():
            # KWD 1.500, not KWD1.500
            pattern = re.sub(r"¤(?=[#0])", "¤\u00a0", pattern)
        whole = self.amount % 10 ** minor_units(self.currency) == 0
        if whole and not cents:
            pattern = re.sub(r"\.0+", "", pattern)
            return format_currency(self.decimal, self.currency, pattern, locale=place, currency_digits=False)
        return format_currency(self.decimal, self.currency, pattern, locale=place)

    def payable(self) -> "Money":
        """The nearest amount that can be paid: cards carry three decimals, and the last of them is nought.

        https://docs.stripe.com/currencies#three-decimal
        """
        step = 10 if minor_units(self.currency) == 3 else 1
        return Money((2 * self.amount + step) // (2 * step) * step, self.currency)

    def allocate(self, weights: Sequence[int]) -> list["Money"]:
        """Divide by weights without losing a cent: the largest remainders get the cents left over."""
        total = sum(weights)
        if total <= 0 or min(weights) < 0:
            raise ValueError("Weights are not negative and at least one is positive.")
        shares = [self.amount * weight // total for weight in weights]
        remainders = [self.amount * weight % total for weight in weights]
        order = sorted(range(len(weights)), key=lambda index: -remainders[index])
        for index in order[: self.amount - sum(shares)]:
            shares[index] += 1
        return [Money(share, self.currency) for share in shares]

    def split(self, parts: int) -> list["Money"]:
        """Divide into equal parts that differ by a cent at most."""
        return self.allocate([1] * parts)

    def _same(self, other: "Money") -> int:
        if self.currency != other.currency:
            raise OtherCurrency(f"{self.currency} and {other.currency} do not mix.")
        return other.amount

    def __add__(self, other: object) -> "Money":
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.amount + self._same(other), self.currency)

    def __radd__(self, other: object) -> "Money":
        # sum() starts from the integer 0
        return self if type(other) is int and other == 0 else NotImplemented

    def __sub__(self, other: object) -> "Money":
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: object) -> "Money":
        if not isinstance(factor, int | Decimal) or isinstance(factor, bool):
            return NotImplemented
        return Money(int((self.amount * Decimal(factor)).to_integral_value(ROUND_HALF_EVEN)), self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self.amount < self._same(other)

    def __bool__(self) -> bool:
        return self.amount != 0

    def __str__(self) -> str:
        return self.format()
