"""One visit to the checkout: the offer, what is chosen, what it costs, and the forms as they stand."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marque.kit.errors import Refused
from marque.kit.money import Money
from tenant_apps.catalog.models import Offer, Waiting
from tenant_apps.catalog.queries import place_of
from tenant_apps.catalog.things import thing_of
from tenant_apps.orders import visits
from tenant_apps.orders.choosing import ChoiceForm, choice_of, wanted_price
from tenant_apps.orders.forms import DetailsForm
from tenant_apps.orders.gateways import our_gateway
from tenant_apps.orders.models import Order
from tenant_apps.orders.queries import latest_payment
from tenant_apps.orders.quoting import BelowFloor, Choice, OfferNotOnSale, Quote, quote
from tenant_apps.orders.views.sources import allow_gateway
from tenant_apps.people.models import Person


@dataclass
class Checkout:
    """What the page is made of."""

    request: HttpRequest
    offer: Offer
    quote: Quote
    choice: Choice
    person: Person | None
    choosing: ChoiceForm
    details: DetailsForm
    card: forms.Form | None
    trouble: str = ""

    @property
    def price(self) -> Money:
        """What is paid today."""
        return self.quote.total

    def page(self, status: int = 200) -> HttpResponse:
        """The page with the forms on it."""
        things = [(product, thing_of(product)) for product in self.offer.products.all()]
        context = {
            "checkout": self,
            "offer": self.offer,
            "quote": self.quote,
            "price": self.price,
            "things": things,
            "place": self.choice.place,
        }
        return allow_gateway(render(self.request, "orders/checkout.html", context, status=status), self.card)

    @property
    def complete(self) -> bool:
        """Are all forms filled in right?"""
        # all are asked, so that every field shows its error at once
        return all([self.choosing.is_valid(), self.details.is_valid(), self.card is None or self.card.is_valid()])


def is_update(request: HttpRequest) -> bool:
    """Was the form sent to see another total, and not to buy?"""
    return request.method == "POST" and "update" in request.POST


def is_purchase(request: HttpRequest) -> bool:
    """Was the form sent to buy?"""
    return request.method == "POST" and not is_update(request)


def begin(request: HttpRequest, offer: Offer, person: Person | None) -> Checkout:
    """The visit as the request has it; raises OfferNotOnSale."""
    buying = is_purchase(request)
    price = wanted_price(request, offer)
    if price is None:
        raise OfferNotOnSale
    choosing = ChoiceForm(request.POST if request.method == "POST" else None, offer=offer, price=price)
    choice = choice_of(choosing, invitation(request, offer))
    found = _quoted(offer, choice, choosing)
    begun = None if request.method == "POST" else visits.unfinished(request, offer)
    details = DetailsForm(
        request.POST if buying else None, price=found.total, person=person, initial=_filled_in(request, begun)
    )
    gateway = our_gateway()
    card = gateway.method_form(request.POST if buying else None, money=found.total) if found.total else None
    visit = Checkout(request, offer, found, choice, person, choosing, details, card)
    if begun and "again" in request.GET:
        payment = latest_payment(begun)
        visit.trouble = payment.failure_message if payment else ""
    return visit


def _quoted(offer: Offer, choice: Choice, choosing: ChoiceForm) -> Quote:
    try:
        return quote(offer=offer, choice=choice)
    except BelowFloor as refused:
        choosing.add_error("amount", str(refused))
        return quote(offer=offer, choice=Choice(choice.option, choice.currency, place=choice.place))


def _filled_in(request: HttpRequest, begun: Order | None) -> dict[str, object]:
    """What the details begin with: the unfinished order, or what was typed before the total was asked for."""
    filled: dict[str, object] = {}
    if begun:
        filled = {"order_key": begun.idempotency_key, "email": begun.email, "name": begun.name}
    if is_update(request):
        filled = {name: request.POST[name] for name in ("order_key", "email", "name") if request.POST.get(name)}
    place = _place_token(request)
    return filled | ({"place": place} if place else {})


def _place_token(request: HttpRequest) -> str:
    return (request.POST.get("place") or request.GET.get("place") or "")[:200]


def invitation(request: HttpRequest, offer: Offer) -> Waiting | None:
    """The place in the line that this visit comes with."""
    token = _place_token(request)
    return place_of(token, offer) if token else None


def refused(visit: Checkout, why: Refused, status: int = 409) -> HttpResponse:
    """The page again, with what went wrong and what it costs now."""
    visit.trouble = str(why)
    visit.details.show_price(visit.price)
    return visit.page(status=status)
