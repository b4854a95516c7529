"""One visit to the checkout: the offer, what is chosen, what it costs, and the forms as they stand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marque.kit.errors import Refused
from marque.kit.money import Money
from shared_apps.integrations.ports.tax import TaxQuote
from tenant_apps.catalog import extras
from tenant_apps.catalog.models import Extra, Offer, Waiting
from tenant_apps.catalog.queries import place_of
from tenant_apps.catalog.things import thing_of
from tenant_apps.orders import visits
from tenant_apps.orders.billing import BillingForm, begin_billing, bill_to, sum_of, tax_of
from tenant_apps.orders.choosing import ChoiceForm, choice_of, wanted_price
from tenant_apps.orders.forms import DetailsForm, written
from tenant_apps.orders.models import Order
from tenant_apps.orders.queries import latest_payment
from tenant_apps.orders.quoting import BelowFloor, Choice, OfferNotOnSale, Quote, quote
from tenant_apps.orders.taxing import BillTo, our_engine, our_terms
from tenant_apps.orders.views.sources import allow_gateway
from tenant_apps.orders.views.ways import promised_extra
from tenant_apps.payments.ways import Way, ways_to_pay
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
    ways: list[Way] = field(default_factory=list)
    billing: BillingForm | None = None
    to: BillTo | None = None
    tax: TaxQuote | None = None
    tax_included: bool = False
    trouble: str = ""

    @property
    def price(self) -> Money:
        """What the offer asks today."""
        return self.quote.total

    @property
    def total(self) -> Money:
        """What is paid today, tax and all."""
        return self.price if self.tax is None or self.tax_included else self.price + sum_of(self.tax)

    @property
    def shown_total(self) -> str:
        """The total as the hidden field carries it."""
        return written(self.total)

    @property
    def total_was_shown(self) -> bool:
        """Has the buyer seen this total? Whoever chose a country without JavaScript has not."""
        return self.billing is None or self.request.POST.get("total") == self.shown_total

    def page(self, status: int = 200) -> HttpResponse:
        """The page with the forms on it."""
        things = [(product, thing_of(product)) for product in self.offer.products.all()]
        context = {
            "checkout": self,
            "offer": self.offer,
            "quote": self.quote,
            "price": self.price,
            "total": self.total,
            "things": things,
            "place": self.choice.place,
            "bumps": extras.bumps(self.offer, self.price.currency),
            "after": self.choice.after,
            "after_token": _after_token(self.request),
        }
        page = render(self.request, "orders/checkout.html", context, status=status)
        return allow_gateway(page, *(way.form for way in self.ways))

    @property
    def way(self) -> str:
        """The gateway the buyer picked."""
        return next((way.name for way in self.ways if way.picked), "")

    @property
    def complete(self) -> bool:
        """Are all forms filled in right?"""
        # all are asked, so that every field shows its error at once
        asked = (self.choosing, self.details, self.billing, self.card)
        answers = [form.is_valid() for form in asked if form is not None]
        return all(answers)


def is_update(request: HttpRequest) -> bool:
    """Was the form sent to see another total, and not to buy?"""
    return request.method == "POST" and bool({"update", "remove"} & request.POST.keys())


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
    choice = choice_of(request, choosing, invitation(request, offer), promised(request, offer))
    found = _quoted(offer, choice, choosing)
    begun = None if request.method == "POST" else visits.unfinished(request, offer)
    details = DetailsForm(
        request.POST if buying else None, price=found.total, person=person, initial=_filled_in(request, begun)
    )
    visit = Checkout(request, offer, found, choice, person, choosing, details, card=None)
    _put_tax_on(visit, buying)
    if visit.total or found.over_time:
        data = request.POST if buying else None
        wanted = request.POST.get("way", "")
        visit.ways = ways_to_pay(visit.total, data=data, wanted=wanted, over_time=found.over_time)
        visit.card = next(way.form for way in visit.ways if way.picked)
    if begun and "again" in request.GET:
        payment = latest_payment(begun)
        visit.trouble = payment.failure_message if payment else ""
    return visit


def _put_tax_on(visit: Checkout, buying: bool) -> None:
    terms = our_terms()
    engine = our_engine()
    # a trial asks for nothing today, and what follows it is taxed by the place that is told now
    if not (visit.price or visit.quote.over_time) or not engine.asks().country:
        return
    visit.tax_included = terms.included
    visit.billing = begin_billing(visit.request, engine=engine, person=visit.person, buying=buying)
    visit.to = bill_to(visit.billing, visit.request)
    visit.tax = tax_of(visit.quote, visit.to) if visit.to else None


def _quoted(offer: Offer, choice: Choice, choosing: ChoiceForm) -> Quote:
    try:
        return quote(offer=offer, choice=choice)
    except BelowFloor as refused:
        choosing.add_error("amount", str(refused))
        return quote(offer=offer, choice=replace(choice, amount=None))


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


def _after_token(request: HttpRequest) -> str:
    return (request.POST.get("after") or request.GET.get("after") or "")[:200]


def promised(request: HttpRequest, offer: Offer) -> Extra | None:
    """The extra whose price this visitor was promised after another purchase."""
    token = _after_token(request)
    return promised_extra(token, offer) if token else None


def refused(visit: Checkout, why: Refused, status: int = 409) -> HttpResponse:
    """The page again, with what went wrong and what it costs now."""
    visit.trouble = str(why)
    visit.details.show_price(visit.price)
    return visit.page(status=status)
