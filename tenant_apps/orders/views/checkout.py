"""The one-page checkout."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.core.internal.ratelimit import consume
from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from marque.kit.errors import Refused
from marque.kit.money import Money
from tenant_apps.catalog.models import Offer
from tenant_apps.catalog.queries import offer_by_slug
from tenant_apps.catalog.things import thing_of
from tenant_apps.orders import actions, ownership, visits
from tenant_apps.orders.forms import DetailsForm
from tenant_apps.orders.gateways import NotConnected, our_gateway
from tenant_apps.orders.models import Order, PaymentState
from tenant_apps.orders.queries import latest_payment, receipt_path
from tenant_apps.orders.views.sources import allow_gateway
from tenant_apps.orders.views.ways import challenge_url
from tenant_apps.people.models import Person
from tenant_apps.people.queries import person_for_request

_RATE = {"checkout": "20/10m/ip"}


class TooManyTries(Refused):
    """Somebody pays, or fails to, too often from one network."""

    message = _lazy("Too many tries from your network. Nothing was charged. Wait ten minutes, then try again.")


@dataclass
class Checkout:
    """One visit to the checkout: the offer, and the forms as they stand."""

    request: HttpRequest
    offer: Offer
    price: Money
    person: Person | None
    details: DetailsForm
    card: forms.Form | None
    trouble: str = ""

    def page(self, status: int = 200) -> HttpResponse:
        """The page with the forms on it."""
        things = [(product, thing_of(product)) for product in self.offer.products.all()]
        context = {"checkout": self, "offer": self.offer, "price": self.price, "things": things}
        return allow_gateway(render(self.request, "orders/checkout.html", context, status=status), self.card)

    @property
    def complete(self) -> bool:
        """Are both forms filled in right?"""
        # both are asked, so that every field shows its error at once
        return all([self.details.is_valid(), self.card is None or self.card.is_valid()])


@never_cache
@sensitive_post_parameters("number", "expiry", "cvc")
@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer, details, card, pay."""
    offer = offer_by_slug(slug)
    if offer is None or offer.state == "draft":
        raise Http404
    person = person_for_request(request)
    posted = request.method == "POST"
    if not offer.is_live or offer.current_price is None:
        return _gone(request, offer, status=409 if posted else 410)
    if not posted and ownership.owned_already(person, offer):
        return _owned(request, offer)
    try:
        visit = _visit(request, offer, offer.current_price, person)
    except NotConnected as refused:
        return render(request, "orders/not_ready.html", {"offer": offer, "reason": str(refused)}, status=503)
    if not posted:
        return visit.page()
    if not visit.complete:
        return visit.page(status=422)
    return _submitted(visit) if _may_try(request) else _refused(visit, TooManyTries(), status=429)


def _visit(request: HttpRequest, offer: Offer, price: Money, person: Person | None) -> Checkout:
    data = request.POST if request.method == "POST" else None
    begun = visits.unfinished(request, offer) if data is None else None
    initial = {"order_key": begun.idempotency_key, "email": begun.email, "name": begun.name} if begun else {}
    details = DetailsForm(data, price=price, person=person, initial=initial)
    card = our_gateway().method_form(data, money=price) if price else None
    visit = Checkout(request, offer, price, person, details, card)
    if begun and "again" in request.GET:
        payment = latest_payment(begun)
        visit.trouble = payment.failure_message if payment else ""
    return visit


def _submitted(visit: Checkout) -> HttpResponse:
    entered = visit.details.cleaned_data
    try:
        order = actions.place_order(
            offer=visit.offer,
            email=entered["email"],
            name=entered["name"],
            idempotency_key=entered["order_key"],
            expected=entered["price"],
            by=visit.person,
        )
    except actions.OfferNotOnSale:
        return _gone(visit.request, visit.offer, status=409)
    except actions.AlreadyOwned:
        return _owned(visit.request, visit.offer, status=409)
    except Refused as refused:
        return _refused(visit, refused)
    visits.remember(visit.request, order)
    return _pay(visit, order)


def _may_try(request: HttpRequest) -> bool:
    """Stolen cards are tried by the hundred, and receipts mailed to strangers: twenty tries are plenty for a person."""
    return settings.MODE != "production" or consume(request, app="marque", action="checkout", config=_RATE)


def _refused(visit: Checkout, refused: Refused, status: int = 409) -> HttpResponse:
    visit.trouble = str(refused)
    visit.details.show_price(visit.price)
    return visit.page(status=status)


def _pay(visit: Checkout, order: Order) -> HttpResponse:
    if not order.total:
        order = actions.settle_free(order=order)
    elif not order.paid_at and visit.card is not None:
        try:
            payment = actions.pay(order=order, method=visit.card.cleaned_data["method"])
        except actions.MoneyNotTaken as refused:
            return _refused(visit, refused)
        order = payment.order
        if payment.state == PaymentState.CHALLENGED:
            return redirect(challenge_url(visit.offer, payment))
        if payment.state == PaymentState.FAILED:
            visit.trouble = payment.failure_message or _("The payment did not go through. Nothing was charged.")
            return visit.page(status=402)
    if order.paid_at:
        actions.open_account(order=order)
    return redirect(receipt_path(order))


def _gone(request: HttpRequest, offer: Offer, *, status: int) -> HttpResponse:
    return render(request, "orders/gone.html", {"offer": offer, "charged": status == 409}, status=status)


def _owned(request: HttpRequest, offer: Offer, *, status: int = 200) -> HttpResponse:
    things = [found for product in offer.products.all() if (found := thing_of(product))]
    return render(request, "orders/owned.html", {"offer": offer, "things": things}, status=status)
