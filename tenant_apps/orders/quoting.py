"""What an offer costs with what the buyer chose: read by the checkout to show it and by the order to keep it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.money import Money
from tenant_apps.catalog.models import Offer, OfferState, Price, Waiting
from tenant_apps.catalog.terms import PriceKind

# what a card can pay, in any currency
MOST = 10**11


class OfferNotOnSale(Refused):
    """The offer is a draft, not open yet, closed or archived."""

    message = _("This is no longer on sale. Nothing was charged.")


class BelowFloor(Refused):
    """The buyer named less than the creator accepts, or nothing readable."""

    message = _("Name an amount of %(least)s or more.")
    field = "amount"


@dataclass(frozen=True)
class Choice:
    """What the buyer chose: the option, the currency, the amount they named, their place in the line."""

    option: str = ""
    currency: str = ""
    amount: Money | None = None
    place: Waiting | None = None


UNCHOSEN = Choice()


@dataclass(frozen=True)
class Item:
    """One offer in a quote."""

    offer: Offer
    price: Price
    amount: Money
    discount: Money
    quantity: int = 1

    @property
    def title(self) -> str:
        """The offer's title."""
        return self.offer.title


@dataclass(frozen=True)
class Quote:
    """Lines and sums."""

    items: tuple[Item, ...]

    @property
    def main(self) -> Item:
        """What the checkout is about."""
        return self.items[0]

    @property
    def subtotal(self) -> Money:
        """What the lines ask."""
        return _sum([item.amount for item in self.items])

    @property
    def discount(self) -> Money:
        """What comes off."""
        return _sum([item.discount for item in self.items])

    @property
    def total(self) -> Money:
        """What is paid today."""
        return self.subtotal - self.discount

    @property
    def named_by_buyer(self) -> bool:
        """Did the buyer say what to pay? Then no form can have shown another price."""
        return bool(self.main.price.kind == PriceKind.OPEN)


def quote(*, offer: Offer, choice: Choice) -> Quote:
    """What this offer costs now, chosen so; raises OfferNotOnSale and BelowFloor.

    A sold-out offer has a quote: whether a seat is left is decided when it is taken, not when it is looked at.
    """
    price = price_for(offer, option=choice.option, currency=choice.currency)
    if price is None or offer.state not in (OfferState.LIVE, OfferState.SOLD_OUT):
        raise OfferNotOnSale
    return Quote((Item(offer, price, _asked(price, choice), Money.zero(price.currency)),))


def price_for(offer: Offer, *, option: str = "", currency: str = "") -> Price | None:
    """The price of an option in a currency; what is not asked falls back to the first that is."""
    found = [price for price in offer.asked if price.sellable]
    found = [price for price in found if price.option == option] or found
    of_option = [price for price in found if price.option == found[0].option]
    return next((price for price in of_option if price.currency == currency), of_option[0] if of_option else None)


def _asked(price: Price, choice: Choice) -> Money:
    if price.kind != PriceKind.OPEN:
        return price.due_today
    named = price.money if choice.amount is None else choice.amount
    if named.currency != price.currency or not price.floor_amount <= named.amount <= MOST:
        raise BelowFloor(least=price.floor.format(cents=True))
    return named


def _sum(amounts: list[Money]) -> Money:
    return sum(amounts[1:], amounts[0])
