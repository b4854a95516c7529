"""How a visit to the checkout begins: the choice is quoted, taxed, and asked how it is paid."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tenant_apps.catalog.models import Offer
from tenant_apps.orders import visits
from tenant_apps.orders.billing import begin_billing, bill_to, tax_of
from tenant_apps.orders.choosing import ChoiceForm, choice_of, wanted_price
from tenant_apps.orders.for_others import SeatsForm, gift_form, seats_form
from tenant_apps.orders.forms import DetailsForm
from tenant_apps.orders.models import Order
from tenant_apps.orders.queries import latest_payment
from tenant_apps.orders.quoting import BadQuantity, BelowFloor, Choice, OfferNotOnSale, Quote, quote
from tenant_apps.orders.saved import saved_form
from tenant_apps.orders.taxing import our_engine, our_terms
from tenant_apps.orders.views import reminding
from tenant_apps.orders.views.brought import growing, invitation, is_purchase, is_update, place_token, promised
from tenant_apps.orders.views.visit import Checkout
from tenant_apps.payments.ways import presses, ways_to_pay
from tenant_apps.people.models import Person


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
    wallet = data.get("wallet", "") if data is not None else ""
    # in a frame of another site no wallet opens its window
    if not visit.framed:
        visit.presses = presses(gateways, visit.total, data=data, wanted=wallet, over_time=over_time)
    if wallet and visit.pressed is None:
        visit.trouble = _("This button is not here any more. Nothing was charged. Pay another way.")
    # what is not used is not checked
    if data is not None and not wallet and visit.kept_card is None:
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
    elif request.method != "POST" and (held := invitation(request, offer)):
        # the link was mailed to nobody else
        filled = {"email": held.person.email, "name": held.person.name}
    elif request.method != "POST" and promised(request, offer) and (bought := visits.just_bought(request)):
        filled = {"email": bought.email, "name": bought.name}
    if is_update(request):
        typed = ("order_key", "email", "name", "remind")
        filled = {name: request.POST[name] for name in typed if request.POST.get(name)}
    place = place_token(request)
    return filled | ({"place": place} if place else {})
