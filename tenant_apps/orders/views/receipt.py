"""The receipt, which is also the thank-you page."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marque.kit.ids import read_code
from tenant_apps.accounts.models import User
from tenant_apps.catalog.things import Thing, thing_of
from tenant_apps.orders import actions, visits
from tenant_apps.orders.documents import receipt_pdf as made_pdf
from tenant_apps.orders.instructions import awaited_of, instructions_for
from tenant_apps.orders.models import Order
from tenant_apps.orders.queries import (
    document_path,
    documents_of,
    latest_payment,
    payment_that_paid,
    readable_order,
    receipt_path,
)
from tenant_apps.orders.sums import sums_of
from tenant_apps.orders.thanks import thanks_for

ALLAUTH = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Next:
    """What the buyer can do now: `open` the thing, `continue` without a password, or `sign_in` first."""

    step: str
    things: list[Thing]


def _readable(request: HttpRequest, code: str) -> Order:
    order = readable_order(request, code, request.GET.get("t", ""))
    if order is None:
        raise Http404
    return order


@never_cache
@require_safe
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """What was bought, what it cost, and the way on."""
    order = _readable(request, code)
    payment = payment_that_paid(order) or latest_payment(order)
    awaited = awaited_of(payment)
    context = {
        "order": order,
        "sums": sums_of(order),
        "payment": payment,
        "how": instructions_for(awaited) if awaited else None,
        "next": _next(request, order),
        "thanks": thanks_for(order) if order.paid_at else None,
        "offer": order.lines.all()[0].offer,
        "token": request.GET.get("t", ""),
        "documents": [(each, document_path(order, each, signed="t" in request.GET)) for each in documents_of(order)],
    }
    return render(request, "orders/receipt.html", context)


def _next(request: HttpRequest, order: Order) -> Next:
    things = _things(order) if order.paid_at else []
    if request.user.is_authenticated and order.buyer.user_id == request.user.pk:
        return Next("open", things)
    if visits.placed_here(request, order) and _way_in(request, order):
        return Next("continue", things)
    return Next("sign_in", things)


def _way_in(request: HttpRequest, order: Order) -> User | None:
    """The account to walk into: the one that this order opened, or the order before it in the same browser."""
    here = visits.ordered_here(request)
    opened = Order.objects.filter(key__in=here, buyer_id=order.buyer_id, opened_account__isnull=False)
    first = opened.select_related("buyer", "opened_account").first()
    if order.refunded_at or first is None or not visits.placed_here(request, first):
        return None
    may = actions.may_walk_in(first, met_at=visits.met_at(request, order.buyer), here=here)
    return first.opened_account if may else None


def _things(order: Order) -> list[Thing]:
    """What can be opened; of a gift, a team or a pre-order the page about it."""
    thanks = thanks_for(order)
    if thanks.kind != "own":
        return [Thing(url=thanks.path, action=thanks.label)]
    return [thing for product in order.products() if (thing := thing_of(product))]


@never_cache
@require_safe
def receipt_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The receipt to keep."""
    order = _readable(request, code)
    if order.paid_at is None:
        raise Http404
    name = f"receipt-{order.number}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made_pdf(order), content_type="application/pdf", headers=headers)


@never_cache
@require_POST
def continuation(request: HttpRequest, code: str) -> HttpResponse:
    """Straight on to what was bought, in the browser that paid for it."""
    order = Order.objects.select_related("buyer").filter(code=read_code(code), paid_at__isnull=False).first()
    if order is None or not visits.placed_here(request, order):
        raise Http404
    account = _way_in(request, order)
    if account is None:
        return redirect(receipt_path(order))
    if not request.user.is_authenticated:
        login(request, account, backend=ALLAUTH)
    things = _things(order)
    return redirect(things[0].url if things else "/learn/")
