"""What may be taken beside or after an offer, and for how much."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from marque.kit.money import Money
from tenant_apps.catalog.models import Extra, ExtraPlace, Offer, Price
from tenant_apps.catalog.terms import PriceKind


@dataclass(frozen=True)
class Shown:
    """An extra as it can be bought now."""

    extra: Extra
    price: Price
    amount: Money

    @property
    def saved(self) -> Money:
        """How much less than on its own."""
        return self.price.money - self.amount


def reduced(amount: Money, extra: Extra) -> Money:
    """An amount less the extra's per cent."""
    return amount - min((amount * (Decimal(extra.percent_off) / 100)).payable(), amount)


def bumps(offer: Offer, currency: str) -> list[Shown]:
    """What the checkout of an offer proposes, in its currency."""
    return _shown(offer, ExtraPlace.BUMP, currency)


def after(offer: Offer, place: str, currency: str) -> list[Shown]:
    """What is proposed once an offer is bought."""
    return _shown(offer, place, currency)


def _shown(offer: Offer, place: str, currency: str) -> list[Shown]:
    extras = list(Extra.objects.filter(beside=offer, place=place))
    live = {each.pk: each for each in Offer.objects.live().with_price().filter(pk__in=[e.offer_id for e in extras])}
    found = []
    for extra in extras:
        if extra.offer_id not in live:
            continue
        extra.offer = live[extra.offer_id]
        price = _price_in(extra.offer, currency)
        if price is not None:
            found.append(Shown(extra, price, reduced(price.money, extra)))
    return found


def _price_in(offer: Offer, currency: str) -> Price | None:
    """Paid once, in this currency: an extra leaves nothing to choose."""
    once = (PriceKind.ONE_TIME, PriceKind.FREE)
    return next((each for each in offer.asked if each.kind in once and each.currency == currency), None)
