"""The bank's question before a payment goes through."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tenant_apps.catalog.models import Offer
from tenant_apps.orders import actions
from tenant_apps.orders.models import Payment, PaymentState
from tenant_apps.orders.queries import receipt_path
from tenant_apps.orders.views.ways import challenged_payment, checkout_again_url


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def challenge(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Approve or refuse; then on to the receipt, or back to the checkout."""
    offer = get_object_or_404(Offer, slug=slug)
    payment = challenged_payment(token)
    if request.method == "POST":
        payment = actions.answer_challenge(payment=payment, approved=request.POST.get("answer") == "approve")
    if payment.state == PaymentState.CHALLENGED:
        return render(request, "orders/challenge.html", {"offer": offer, "payment": payment})
    return _after(offer, payment)


def _after(offer: Offer, payment: Payment) -> HttpResponse:
    if payment.state == PaymentState.FAILED:
        return redirect(checkout_again_url(offer))
    if payment.order.paid_at:
        actions.open_account(order=payment.order)
    return redirect(receipt_path(payment.order))
