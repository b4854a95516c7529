"""Where a buyer goes next."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from marque.kit import signing
from tenant_apps.catalog.models import Extra, Offer
from tenant_apps.orders.actions.reconciling import CHALLENGE_LASTS
from tenant_apps.orders.models import Payment

CHALLENGE = "orders.challenge"
PROMISE = "orders.extra"
PROMISED = timedelta(hours=2)


def checkout_again_url(offer: Offer) -> str:
    """Back to the checkout, with what went wrong."""
    return f"{reverse('orders:checkout', args=[offer.slug])}?again=1"


def promise(extra: Extra) -> str:
    """What lets a buyer have an extra at its price, on the checkout that follows."""
    return signing.sign(PROMISE, str(extra.key), expires_in=PROMISED)


def promised_extra(token: str, offer: Offer) -> Extra | None:
    """The extra of a promise about this offer, while it holds."""
    try:
        return Extra.objects.filter(key=signing.unsign(PROMISE, token), offer=offer).first()
    except signing.BadSignature:
        return None


def challenge_url(offer: Offer, payment: Payment) -> str:
    """The bank's question about a payment."""
    token = signing.sign(CHALLENGE, str(payment.key), expires_in=CHALLENGE_LASTS)
    return reverse("orders:challenge", args=[offer.slug, token])


def challenged_payment(token: str) -> Payment:
    """The payment a challenge link is about; 404 when the link is forged, foreign or old."""
    try:
        key = UUID(signing.unsign(CHALLENGE, token))
        return Payment.objects.select_related("order__buyer").get(key=key)
    except (signing.BadSignature, ValueError, Payment.DoesNotExist):
        raise Http404 from None
