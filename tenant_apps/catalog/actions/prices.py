"""The writes on prices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from marque.kit.money import Money
from tenant_apps.catalog.events import PriceChanged
from tenant_apps.catalog.models import Offer, Price
from tenant_apps.catalog.terms import FULL, ONCE, PriceKind, Terms


class NegativePrice(Refused):
    """Nobody is paid to take a product."""

    message = _("A price cannot be below zero.")
    field = "amount"


class BadFloor(Refused):
    """The least is more than what is suggested."""

    message = _("The suggested amount cannot be below the least you accept.")
    field = "floor"


class NoSuchOption(Refused):
    """Nobody asks this price any more."""

    message = _("This price is not asked any more. Open the offer again.")


class LastOption(Refused):
    """An offer on sale has a price."""

    message = _("An offer on sale needs a price. Add another one first, or take the offer off sale.")


@transaction.atomic
def set_price(
    *,
    offer: Offer,
    price: Money,
    option: str = FULL,
    terms: Terms = ONCE,
    label: str = "",
    setup: int = 0,
    floor: int = 0,
    by: Any = None,
) -> Price:
    """Ask this price from now on. The old one of the option ends; asking the same again changes nothing.

    Raises NegativePrice, BadFloor and BadTerms.
    """
    terms = _fitting(price, terms, setup, floor)
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    asked = offer.prices.active().filter(option=option, currency=price.currency)
    active = asked.first()
    wanted = {
        "amount": price.amount,
        "label": label,
        "setup_amount": setup if terms.over_time else 0,
        "floor_amount": floor if terms.kind == PriceKind.OPEN else 0,
        **terms.as_data(),
    }
    if active is not None and all(getattr(active, name) == value for name, value in wanted.items()):
        return active
    at = clock.now()
    asked.update(active_until=at)
    place = active.position if active else _next_place(offer, option)
    new = Price.objects.create(
        offer=offer, option=option, currency=price.currency, position=place, active_from=at, **wanted
    )
    publish(PriceChanged(offer_id=offer.pk, price_id=new.pk))
    return new


def _fitting(price: Money, terms: Terms, setup: int, floor: int) -> Terms:
    if min(price.amount, setup, floor) < 0:
        raise NegativePrice
    if terms.kind == PriceKind.OPEN and price.amount < floor:
        raise BadFloor
    if terms.over_time and not price.amount:
        raise NegativePrice(_("What is paid over time costs something. Choose “Free” to give it away."))
    if terms.kind == PriceKind.FREE and price.amount:
        raise NegativePrice(_("What is free costs nothing."))
    return terms.check().alone()


def _next_place(offer: Offer, option: str) -> int:
    """Beside the option's other currencies, else last."""
    highest = Max("position")
    of_option = offer.prices.active().filter(option=option).order_by().aggregate(last=highest)["last"]
    if of_option is not None:
        return int(of_option) + 1
    last = offer.prices.active().order_by().aggregate(last=highest)["last"]
    # room for an option's currencies between two options
    return 0 if last is None else (int(last) // 100 + 1) * 100


@transaction.atomic
def set_option(
    *,
    offer: Offer,
    option: str,
    amounts: Iterable[Money],
    terms: Terms = ONCE,
    label: str = "",
    setups: Mapping[str, int] | None = None,
    floors: Mapping[str, int] | None = None,
    by: Any = None,
) -> list[Price]:
    """Ask these amounts, one per currency, for an option; currencies that are not named end."""
    asked = list(amounts)
    new = [
        set_price(
            offer=offer,
            price=price,
            option=option,
            terms=terms,
            label=label,
            setup=(setups or {}).get(price.currency, 0),
            floor=(floors or {}).get(price.currency, 0),
            by=by,
        )
        for price in asked
    ]
    left = offer.prices.active().filter(option=option).exclude(currency__in=[price.currency for price in asked])
    if left.update(active_until=clock.now()):
        publish(PriceChanged(offer_id=offer.pk, price_id=new[0].pk))
    return new


@transaction.atomic
def end_option(*, offer: Offer, option: str, by: Any = None) -> None:
    """Stop asking an option's prices. Who bought at them keeps their terms; raises NoSuchOption and LastOption."""
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    asked = offer.prices.active()
    ending = asked.filter(option=option).first()
    if ending is None:
        raise NoSuchOption
    if offer.is_published and not asked.exclude(option=option).exists():
        raise LastOption
    asked.filter(option=option).update(active_until=clock.now())
    publish(PriceChanged(offer_id=offer.pk, price_id=ending.pk))
