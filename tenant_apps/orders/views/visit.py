"""One visit to the checkout: the offer, what is chosen, what it costs, and the forms as they stand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

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
from tenant_apps.orders.for_others import GiftForm, SeatsForm, gift_form, seats_form
from tenant_apps.orders.forms import DetailsForm, written
from tenant_apps.orders.links import checkout_path
from tenant_apps.orders.models import Order, Team
from tenant_apps.orders.queries import latest_payment
from tenant_apps.orders.quoting import BadQuantity, BelowFloor, Choice, OfferNotOnSale, Quote, quote
from tenant_apps.orders.saved import SavedForm, saved_form
from tenant_apps.orders.taxing import BillTo, our_engine, our_terms
from tenant_apps.orders.teams import team_to_grow
from tenant_apps.orders.views import reminding
from tenant_apps.orders.views.sources import allow_gateway
from tenant_apps.orders.views.ways import promised_extra
from tenant_apps.payments.models import SavedMethod
from tenant_apps.payments.ways import Way, ways_to_pay
from tenant_apps.people.models import Person
from tenant_apps.people.queries import person_for_request


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
    gift: GiftForm | None = None
    seats: SeatsForm | None = None
    saved: SavedForm | None = None
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
            "team_token": _team_token(self.request),
        }
        page = render(self.request, "orders/checkout.html", context, status=status)
        return allow_gateway(page, *(way.form for way in self.ways_here))

    @property
    def framed(self) -> bool:
        """Is the page inside another site's?"""
        return hasattr(self.request, "embedding_site")

    @property
    def ways_here(self) -> list[Way]:
        """What can be paid with on this page."""
        return [way for way in self.ways if not (self.framed and way.leaves)]

    @property
    def ways_elsewhere(self) -> list[Way]:
        """What leaves for pages that no frame may hold."""
        return [way for way in self.ways if self.framed and way.leaves]

    @property
    def pays_here(self) -> bool:
        """Can it be bought on this page?"""
        return bool(self.ways_here) or not self.ways

    @property
    def own_page(self) -> str:
        """The checkout on a page of its own, with what is chosen here."""
        said = self.request.POST if self.request.method == "POST" else self.request.GET
        more = {name: said.get(name, "")[:200] for name in ("place", "after", "team", "gift")}
        return checkout_path(self.offer.slug, reminding.chosen(self.request, self.choice), **more)

    @property
    def way(self) -> str:
        """The gateway the buyer picked."""
        return next((way.name for way in self.ways_here if way.picked), "")

    @property
    def kept_card(self) -> SavedMethod | None:
        """The buyer's own card that is to pay."""
        return self.saved.chosen if self.saved else None

    @property
    def complete(self) -> bool:
        """Are all forms filled in right?"""
        # all are asked, so that every field shows its error at once
        card = None if self.kept_card else self.card
        asked = (self.choosing, self.seats, self.details, self.gift, self.billing, self.saved, card)
        answers = [form.is_valid() for form in asked if form is not None]
        return all(answers) and self.pays_here


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
    choosing = ChoiceForm(_chosen(request), offer=offer, price=price)
    begun = None if request.method == "POST" else visits.unfinished(request, offer)
    team = growing(request, offer)
    own_email = person.email if person else request.POST.get("email", "")
    gift = gift_form(request, offer, begun, own_email=own_email, buying=buying)
    seats = seats_form(request, offer, team, buying=buying)
    choice = choice_of(request, choosing, invitation(request, offer), promised(request, offer))
    choice = replace(choice, gift=gift.wish() if gift else None, seats=_number(seats), team=team)
    found = _quoted(offer, choice, choosing, seats)
    details = DetailsForm(
        request.POST if buying else None,
        price=found.total,
        person=person,
        reminds=reminding.asks(request),
        initial=_filled_in(request, offer, begun),
    )
    visit = Checkout(request, offer, found, choice, person, choosing, details, card=None, gift=gift, seats=seats)
    _put_tax_on(visit, buying)
    reminding.follow(request, offer, choice, visit.total)
    if visit.total or found.over_time:
        _ask_how(visit, request.POST if buying else None)
    if begun and "again" in request.GET:
        payment = latest_payment(begun)
        visit.trouble = payment.failure_message if payment else ""
    return visit


def _ask_how(visit: Checkout, data: Any) -> None:
    """The cards that are kept here, and the forms of every gateway that can take it."""
    over_time = visit.quote.over_time
    wanted = visit.request.POST.get("way", "")
    about: dict[str, Any] = {"wanted": wanted, "over_time": over_time, "framed": visit.framed}
    visit.ways = ways_to_pay(visit.total, **about)
    person = visit.person if visit.request.user.is_authenticated else None
    gateways = [way.gateway for way in visit.ways]
    visit.saved = saved_form(data, person=person, gateways=gateways, over_time=over_time)
    # what is not used is not checked
    if data is not None and visit.kept_card is None:
        visit.ways = ways_to_pay(visit.total, data=data, **about)
    visit.card = next((way.form for way in visit.ways_here if way.picked), None)


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


def _chosen(request: HttpRequest) -> Any:
    """What was posted, or what a link says besides option and currency."""
    if request.method == "POST":
        return request.POST
    return request.GET if "amount" in request.GET else None


def _number(seats: SeatsForm | None) -> int:
    """How many seats are asked for; none that cannot be had, which the form says by itself."""
    return seats.cleaned_data["seats"] if seats is not None and seats.is_bound and seats.is_valid() else 0


def _quoted(offer: Offer, choice: Choice, choosing: ChoiceForm, seats: SeatsForm | None) -> Quote:
    try:
        return quote(offer=offer, choice=choice)
    except BadQuantity as refused:
        if seats is not None and seats.is_bound:
            seats.add_error("seats", str(refused))
        # a team that is full, or more than a card can pay: what it costs for a team of its own
        return _quoted(offer, replace(choice, seats=0, team=None), choosing, None)
    except BelowFloor as refused:
        choosing.add_error("amount", str(refused))
        return quote(offer=offer, choice=replace(choice, amount=None))


def _filled_in(request: HttpRequest, offer: Offer, begun: Order | None) -> dict[str, object]:
    """What the details begin with: the unfinished order, or what was typed before the total was asked for."""
    filled: dict[str, object] = {}
    back = reminding.left_before(request, offer) if request.method != "POST" else None
    if back:
        filled = {"email": back.person.email, "name": back.person.name, "remind": True}
    if begun:
        filled = {"order_key": begun.idempotency_key, "email": begun.email, "name": begun.name}
    if is_update(request):
        typed = ("order_key", "email", "name", "remind")
        filled = {name: request.POST[name] for name in typed if request.POST.get(name)}
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


def _team_token(request: HttpRequest) -> str:
    return (request.POST.get("team") or request.GET.get("team") or "")[:200]


def growing(request: HttpRequest, offer: Offer) -> Team | None:
    """The team that gets the seats, where its owner asked for more of them."""
    token = _team_token(request)
    team = team_to_grow(token) if token else None
    person = person_for_request(request)
    mine = team is not None and person is not None and team.owner_id == person.pk
    return team if mine and team is not None and team.line.offer_id == offer.pk else None


def promised(request: HttpRequest, offer: Offer) -> Extra | None:
    """The extra whose price this visitor was promised after another purchase."""
    token = _after_token(request)
    return promised_extra(token, offer) if token else None


def refused(visit: Checkout, why: Refused, status: int = 409) -> HttpResponse:
    """The page again, with what went wrong and what it costs now."""
    visit.trouble = str(why)
    visit.details.show_price(visit.price)
    return visit.page(status=status)
