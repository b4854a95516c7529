"""One more thing, after the purchase: taken with one click where a card is kept here, else on a short checkout."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID, uuid5

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marque.kit.errors import Refused
from tenant_apps.catalog import extras
from tenant_apps.catalog.extras import Shown
from tenant_apps.catalog.models import ExtraPlace, Offer
from tenant_apps.orders import actions, ownership, visits
from tenant_apps.orders.models import Order, OrderBilling, OrderKind
from tenant_apps.orders.queries import readable_order, receipt_path
from tenant_apps.orders.quoting import Choice
from tenant_apps.orders.taxing import billed_to
from tenant_apps.orders.views.ways import promise
from tenant_apps.payments.models import SavedMethod


def after_paying(order: Order) -> str:
    """Where a buyer goes once they paid: to what is offered next, else to the receipt."""
    if order.paid_at and order.kind == OrderKind.CHECKOUT and proposed(order, ExtraPlace.UPSELL):
        return receipt_path(order, "extra")
    return receipt_path(order)


def proposed(order: Order, place: str) -> Shown | None:
    """What to offer the buyer of an order: the first extra that they do not have, nor bought a moment ago."""
    line = order.lines.select_related("offer").first()
    found = extras.after(line.offer, place, order.currency) if line else []
    return next((each for each in found if not _has(order, each.extra.offer)), None)


def _has(order: Order, offer: Offer) -> bool:
    """Is all of it theirs? What this order holds is given a moment after it is paid."""
    bought = set(order.products())
    return bought.issuperset(offer.products.all()) or ownership.owned_already(order.buyer, offer)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def extra(request: HttpRequest, code: str) -> HttpResponse:
    """Offer it; POST takes it. `declined` offers the smaller thing instead."""
    order = readable_order(request, code, request.GET.get("t", ""))
    if order is None or order.paid_at is None:
        raise Http404
    place = ExtraPlace.DOWNSELL if "declined" in request.GET else ExtraPlace.UPSELL
    shown = proposed(order, place)
    if shown is None or not visits.placed_here(request, order):
        return redirect(receipt_path(order))
    if request.method == "POST":
        return _taken(request, order, shown)
    smaller = place == ExtraPlace.UPSELL and proposed(order, ExtraPlace.DOWNSELL)
    no_thanks = f"{receipt_path(order, 'extra')}&declined=1" if smaller else receipt_path(order)
    context = {"order": order, "shown": shown, "offer": shown.extra.offer, "no_thanks": no_thanks}
    return render(request, "orders/extra.html", context | {"saved": _saved(request, order)})


def _saved(request: HttpRequest, order: Order) -> SavedMethod | None:
    """The buyer's card, for the signed-in buyer alone: anybody may type their email at a checkout."""
    if not request.user.is_authenticated or order.buyer.user_id != request.user.pk:
        return None
    return SavedMethod.objects.usable().filter(person=order.buyer).first()


def _taken(request: HttpRequest, order: Order, shown: Shown) -> HttpResponse:
    offer, saved = shown.extra.offer, _saved(request, order)
    checkout = f"/checkout/{offer.slug}/?{urlencode({'after': promise(shown.extra), 'currency': order.currency})}"
    billing = OrderBilling.objects.filter(order=order).first()
    # tax on top would make it another amount than the button says
    one_click = saved is not None and (billing is None or order.tax_included)
    if shown.amount and not one_click:
        return redirect(checkout)
    try:
        second = actions.place_order(
            offer=offer,
            email=order.email,
            name=order.name,
            # two clicks are one order
            idempotency_key=_key_of(order, shown),
            choice=Choice(option=shown.price.option, currency=order.currency, after=shown.extra),
            expected=shown.amount,
            kind=OrderKind.UPSELL,
            cookies=request.COOKIES,
        )
        if billing is not None:
            second = actions.bill_order(order=second, to=billed_to(billing))
        if not second.total:
            second = actions.settle_free(order=second)
        elif saved is not None and not second.paid_at:
            second = actions.pay_with_saved(order=second, saved=saved).order
    except Refused:
        return redirect(checkout)
    visits.remember(request, second)
    return redirect(receipt_path(second) if second.paid_at else checkout)


def _key_of(order: Order, shown: Shown) -> UUID:
    return uuid5(order.idempotency_key, str(shown.extra.key))
