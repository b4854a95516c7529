"""What an offer costs with what the buyer chose: read by the checkout to show it and by the order to keep it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.money import Money
from tenant_apps.catalog import discounts, extras
from tenant_apps.catalog.discounts import Applied, Asked
from tenant_apps.catalog.models import Extra, Offer, OfferState, Price, Waiting
from tenant_apps.catalog.terms import PriceKind
from tenant_apps.orders.models import Team
from tenant_apps.orders.wishes import Wish

# what a card can pay, in any currency
MOST = 10**11


class OfferNotOnSale(Refused):
    """The offer is a draft, not open yet, closed or archived."""

    message = _("This is no longer on sale. Nothing was charged.")


class BelowFloor(Refused):
    """The buyer named less than the creator accepts, or nothing readable."""

    message = _("Name an amount of %(least)s or more.")
    field = "amount"


class BadQuantity(Refused):
    """Fewer or more seats than a team may have."""

    message = _("Choose from %(least)s to %(most)s seats.")
    field = "seats"


@dataclass(frozen=True)
class Choice:
    """What the buyer chose: the option, the currency, the amount they named, codes, what else they take.

    `place` is their place in the line, `after` the extra whose price they were promised after another purchase.
    `gift` says who gets it, `seats` how many of a team's (none: the least), `team` the one that gets more of them.
    """

    option: str = ""
    currency: str = ""
    amount: Money | None = None
    codes: tuple[str, ...] = ()
    extras: frozenset[str] = frozenset()
    place: Waiting | None = None
    after: Extra | None = None
    gift: Wish | None = None
    seats: int = 0
    team: Team | None = None

    @property
    def for_others(self) -> bool:
        """May somebody who owns it buy it again?"""
        return self.gift is not None or self.team is not None


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

    @property
    def each(self) -> Money:
        """What one seat asks today."""
        return Money(self.amount.amount // self.quantity, self.amount.currency)


@dataclass(frozen=True)
class Quote:
    """Lines, discounts and sums; `trouble` says which code does nothing, and why."""

    items: tuple[Item, ...]
    applied: tuple[Applied, ...] = ()
    trouble: str = ""
    bumps: tuple[extras.Shown, ...] = ()

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
    def codes(self) -> str:
        """The codes that do something, as a form carries them."""
        return ",".join(each.code.code for each in self.applied if each.code)

    @property
    def over_time(self) -> bool:
        """Does something in it go on being paid? Then a card is kept, also where nothing is due today."""
        return any(item.price.terms.over_time for item in self.items)

    @property
    def named_by_buyer(self) -> bool:
        """Did the buyer say what to pay? Then no form can have shown another price."""
        return bool(self.main.price.kind == PriceKind.OPEN)


def quote(*, offer: Offer, choice: Choice, strict: bool = False, mine: frozenset[int] = frozenset()) -> Quote:
    """What this offer costs now, chosen so; raises OfferNotOnSale and BelowFloor, when strict CouponRefused too.

    A sold-out offer has a quote: whether a seat is left is decided when it is taken, not when it is looked at.
    `mine` are the coupons that the order uses already.
    """
    price = price_for(offer, option=choice.option, currency=choice.currency)
    if price is None or offer.state not in (OfferState.LIVE, OfferState.SOLD_OUT):
        raise OfferNotOnSale
    quantity = _quantity(offer, price, choice)
    asked = _asked(price, choice) * quantity
    if asked.amount > MOST:
        raise BadQuantity(_("So many seats are more than one payment can be. Write to us."))
    if choice.after is not None and choice.after.offer_id == offer.pk:
        asked = extras.reduced(asked, choice.after)
    offered = tuple(extras.bumps(offer, price.currency))
    taken = [each for each in offered if str(each.extra.key) in choice.extras]
    lines = [(offer, price, asked), *((each.extra.offer, each.price, each.amount) for each in taken)]
    applied, trouble = _discounts([Asked(each.pk, amount) for each, _p, amount in lines], choice.codes, mine, strict)
    items = [
        Item(
            each,
            of,
            amount,
            _sum([Money.zero(amount.currency), *(use.shares[place] for use in applied)]),
            quantity if place == 0 else 1,
        )
        for place, (each, of, amount) in enumerate(lines)
    ]
    return Quote(tuple(items), tuple(applied), trouble, offered)


def _discounts(
    lines: list[Asked], codes: tuple[str, ...], mine: frozenset[int], strict: bool
) -> tuple[list[Applied], str]:
    now, trouble = clock.now(), ""
    found = {each.coupon.pk: each for each in discounts.sales(lines, now)}
    for code in codes[: discounts.MOST_CODES]:
        try:
            each = discounts.find(code, lines, now, mine=mine)
        except discounts.CouponRefused as refused:
            if strict:
                raise
            trouble = str(refused)
        else:
            found[each.coupon.pk] = each
    applied = discounts.best(list(found.values()), lines)
    left_out = {each.coupon.pk for each in found.values() if each.code} - {each.coupon.pk for each in applied}
    if left_out and not trouble:
        trouble = _now("These discounts do not add up. You get the one that takes more off.")
    return applied, trouble


def price_for(offer: Offer, *, option: str = "", currency: str = "") -> Price | None:
    """The price of an option in a currency; what is not asked falls back to the first that is."""
    found = [price for price in offer.asked if price.option == option] or list(offer.asked)
    of_option = [price for price in found if price.option == found[0].option]
    return next((price for price in of_option if price.currency == currency), of_option[0] if of_option else None)


def seats_from_to(offer: Offer, team: Team | None) -> tuple[int, int]:
    """How few and how many seats may be bought at once; a team that is there grows up to the most."""
    least, most = offer.team_least or 1, offer.team_most or 1
    return (least, most) if team is None else (1, max(most - team.seats, 0))


def _quantity(offer: Offer, price: Price, choice: Choice) -> int:
    if not offer.for_teams:
        return 1
    least, most = seats_from_to(offer, choice.team)
    quantity = choice.seats or least
    if not least <= quantity <= most or (choice.team is not None and price.terms.over_time):
        raise BadQuantity(least=least, most=most)
    return quantity


def _asked(price: Price, choice: Choice) -> Money:
    if price.kind != PriceKind.OPEN:
        return price.due_today
    named = price.money if choice.amount is None else choice.amount
    if named.currency != price.currency or not price.floor_amount <= named.amount <= MOST:
        raise BelowFloor(least=price.floor.format(cents=True))
    return named


def _sum(amounts: list[Money]) -> Money:
    return sum(amounts[1:], amounts[0])
