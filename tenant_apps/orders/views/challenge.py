"""The bank's question before a payment goes through."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from shared_apps.integrations.redirecting import ElsewhereForm
from tenant_apps.catalog.models import Offer
from tenant_apps.orders import actions
from tenant_apps.orders.gateways import gateway_of
from tenant_apps.orders.links import returned_payment
from tenant_apps.orders.models import Payment, PaymentState
from tenant_apps.orders.views.extra import after_paying
from tenant_apps.orders.views.sources import allow_gateway
from tenant_apps.orders.views.ways import challenge_url, challenged_payment, checkout_again_url


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def challenge(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Approve or refuse; then on to the receipt, or back to the checkout."""
    offer = get_object_or_404(Offer, slug=slug)
    payment = challenged_payment(token)
    if request.method == "POST":
        payment = actions.answer_challenge(payment=payment, approved=request.POST.get("answer") == "approve")
    if payment.state == PaymentState.CHALLENGED:
        return _question(request, offer, payment)
    return _after(offer, payment)


def _question(request: HttpRequest, offer: Offer, payment: Payment) -> HttpResponse:
    """Our page stands in for the bank, or opens the window of the gateway's own."""
    card = gateway_of(payment).method_form(money=payment.money, token=payment.action_token)
    values = {"offer": offer, "payment": payment, "card": card}
    if isinstance(card, ElsewhereForm):
        going, again = card.going(payment.action_token), "again" in request.GET
        if not going.fields and not again and card.leads_to(going.address):
            return redirect(going.address)
        # the way here began with a form, which may end on known hosts alone: another one is gone to from a page
        values |= {"going": going, "again": again, "goes_on": not going.fields and not again}
    return allow_gateway(render(request, getattr(card, "question", "orders/challenge.html"), values), card)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def paid_elsewhere(request: HttpRequest, token: str) -> HttpResponse:
    """The gateway's own pages send the buyer back, with an answer that is looked up and never believed."""
    payment = returned_payment(token)
    if payment is None:
        raise Http404
    said = request.POST if request.method == "POST" else request.GET
    returned = {name[:60]: value[:500] for name, value in list(said.items())[:30]}
    payment = actions.answer_challenge(payment=payment, approved="left" not in request.GET, returned=returned)
    line = payment.order.lines.select_related("offer").order_by("pk").first()
    if line is None:
        raise Http404
    if payment.state == PaymentState.CHALLENGED:
        return redirect(f"{challenge_url(line.offer, payment)}?again=1")
    return _after(line.offer, payment)


def _after(offer: Offer, payment: Payment) -> HttpResponse:
    if payment.state == PaymentState.FAILED:
        return redirect(checkout_again_url(offer))
    if payment.order.paid_at:
        actions.open_account(order=payment.order)
    return redirect(after_paying(payment.order))
