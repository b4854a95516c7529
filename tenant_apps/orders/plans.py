"""The plans a subscription can change to: what is on sale now and paid again and again in the same money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tenant_apps.catalog.models import Offer, Price
from tenant_apps.catalog.terms import PriceKind
from tenant_apps.orders.actions.changing import Quote, quote_change
from tenant_apps.orders.actions.subscribing import agreed
from tenant_apps.orders.models import Subscription


@dataclass(frozen=True)
class Plan:
    """An offer with a price, and what changing to it costs now."""

    offer: Offer
    price: Price
    quote: Quote

    @property
    def key(self) -> str:
        """How a form names it, with the amount it showed."""
        return f"{self.price.key}:{self.quote.due_now.amount}"


def plans_for(held: Subscription, *, now: datetime) -> list[Plan]:
    """Other plans on sale, the cheapest first. A trial or setup fee is for those who are new."""
    asked = Price.objects.active().filter(kind=PriceKind.SUBSCRIPTION, currency=held.currency)
    found = asked.filter(offer__in=Offer.objects.live(now)).select_related("offer").order_by("amount", "pk")
    others = [price for price in found if not _is_theirs(price, held)]
    return [Plan(price.offer, price, quote_change(subscription=held, terms=agreed(price), now=now)) for price in others]


def _is_theirs(price: Price, held: Subscription) -> bool:
    asked = (price.offer_id, price.amount, price.interval, price.interval_count)
    return asked == (held.offer_id, held.amount, held.interval, held.interval_count)
