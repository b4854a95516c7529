"""The one-page checkout."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from marque.kit.errors import Refused
from marque.kit.reading import reading_once
from tenant_apps.catalog import actions as catalog
from tenant_apps.catalog.discounts import CouponRefused
from tenant_apps.catalog.models import Offer, OfferState
from tenant_apps.catalog.queries import offer_by_slug
from tenant_apps.orders import actions, ownership, visits
from tenant_apps.orders.gateways import NotConnected
from tenant_apps.orders.models import Order, OrderKind, Payment, PaymentState
from tenant_apps.orders.rates import allowed_here
from tenant_apps.orders.views import doors
from tenant_apps.orders.views.beginning import begin
from tenant_apps.orders.views.brought import invitation, is_purchase, is_update
from tenant_apps.orders.views.extra import after_paying
from tenant_apps.orders.views.visit import Checkout, refused
from tenant_apps.orders.views.ways import challenge_url
from tenant_apps.people.models import Person
from tenant_apps.people.queries import person_for_request


class TooManyTries(Refused):
    """Somebody pays, or fails to, too often from one network."""

    message = _lazy("Too many tries from your network. Nothing was charged. Wait ten minutes, then try again.")


@never_cache
@sensitive_post_parameters("number", "expiry", "cvc")
@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer, what is chosen, details, card, pay. `update` shows another total and buys nothing."""
    offer = offer_by_slug(slug)
    if offer is None or offer.state == OfferState.DRAFT:
        raise Http404
    with reading_once():
        return _opened(request, offer)


def _opened(request: HttpRequest, offer: Offer) -> HttpResponse:
    person = person_for_request(request)
    if not _is_open(request, offer):
        return doors.shut(request, offer, charged=is_purchase(request))
    if request.method != "POST" and not _for_others(request, offer) and ownership.owned_already(person, offer):
        return doors.owned(request, offer)
    return _visited(request, offer, person)


def _for_others(request: HttpRequest, offer: Offer) -> bool:
    """Who owns it may still give it, or buy it for a team."""
    return offer.for_teams or (offer.giftable and "gift" in request.GET)


def _is_open(request: HttpRequest, offer: Offer) -> bool:
    if offer.price is None:
        return False
    # a seat may be held for this visitor; on the way to pay, the order decides
    mine = is_purchase(request) or invitation(request, offer) or visits.holds_seat(request, offer)
    return offer.is_live or (offer.state == OfferState.SOLD_OUT and bool(mine))


def _visited(request: HttpRequest, offer: Offer, person: Person | None) -> HttpResponse:
    try:
        visit = begin(request, offer, person)
    except actions.OfferNotOnSale:
        return doors.shut(request, offer, charged=is_purchase(request))
    except NotConnected as why:
        return render(request, "orders/not_ready.html", {"offer": offer, "reason": str(why)}, status=503)
    if not is_purchase(request):
        broken = is_update(request) and not visit.choosing.is_valid()
        return visit.page(status=422 if broken else 200)
    if not visit.complete:
        return visit.page(status=422)
    if not visit.total_was_shown:
        return refused(visit, actions.TotalHasChanged(total=visit.total.format(cents=True)))
    return _submitted(visit) if allowed_here(request, "checkout") else refused(visit, TooManyTries(), status=429)


def _submitted(visit: Checkout) -> HttpResponse:
    entered = visit.details.cleaned_data
    try:
        order = actions.place_order(
            offer=visit.offer,
            email=entered["email"],
            name=entered["name"],
            idempotency_key=entered["order_key"],
            choice=visit.choice,
            expected=entered["price"],
            kind=OrderKind.UPSELL if visit.choice.after else OrderKind.CHECKOUT,
            cookies=visit.request.COOKIES,
            by=visit.person,
        )
        if visit.to is not None:
            order = actions.bill_order(order=order, to=visit.to, expected=visit.total)
    except (actions.OfferNotOnSale, catalog.SoldOut) as gone:
        return _too_late(visit, gone)
    except actions.AlreadyOwned:
        return doors.owned(visit.request, visit.offer, status=409)
    except CouponRefused as why:
        # somebody else took its last use: show what it costs without
        return refused(begin(visit.request, visit.offer, visit.person), why)
    except Refused as why:
        return refused(visit, why)
    visits.remember(visit.request, order)
    return _pay(visit, order)


def _too_late(visit: Checkout, why: Refused) -> HttpResponse:
    now = Offer.objects.with_price().get(pk=visit.offer.pk)
    # some seats are left, only not so many
    return refused(visit, why) if now.is_live else doors.shut(visit.request, now, charged=True)


def _settled(visit: Checkout, order: Order) -> Order:
    """Nothing is due today; a trial keeps the card for the day something is. Raises CardNotKept."""
    if visit.kept_card is not None and not order.paid_at:
        actions.charge_later(order=order, saved=visit.kept_card)
    elif visit.paying is not None and visit.quote.over_time and not order.paid_at:
        actions.keep_card_of_trial(order=order, method=visit.paying.cleaned_data["method"])
    return actions.settle_free(order=order)


def _pay(visit: Checkout, order: Order) -> HttpResponse:
    if not order.total:
        try:
            order = _settled(visit, order)
        except Refused as why:
            return refused(visit, why, status=402)
    elif not order.paid_at and visit.paying is not None:
        actions.begin_again(order=order, gateway=visit.kept_card.gateway if visit.kept_card else visit.way)
        try:
            payment = _paid(visit, order)
        except (actions.MoneyNotTaken, actions.CardRemoved) as why:
            return refused(visit, why)
        order = payment.order
        if payment.state == PaymentState.CHALLENGED:
            return redirect(challenge_url(visit.offer, payment))
        if payment.state == PaymentState.FAILED:
            visit.trouble = payment.failure_message or _("The payment did not go through. Nothing was charged.")
            return visit.page(status=402)
    if order.paid_at:
        actions.open_account(order=order)
    return redirect(after_paying(order))


def _paid(visit: Checkout, order: Order) -> Payment:
    """With a card that is kept here, a new one, or a wallet, whose card is kept only where the offer needs it."""
    if visit.kept_card is not None:
        return actions.pay_with_saved(order=order, saved=visit.kept_card, by=visit.person)
    assert visit.paying is not None
    keeps = bool(visit.saved and visit.saved.keeps and not visit.pressed)
    method = visit.paying.cleaned_data["method"]
    return actions.pay(order=order, method=method, gateway=visit.way, save_method=keeps)
