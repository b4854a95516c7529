"""What the checkout keeps of somebody who agreed to be reminded, and how a reminder leads back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest

from marque.kit import clock
from marque.kit.money import Money
from tenant_apps.catalog.models import Offer
from tenant_apps.orders import actions, visits
from tenant_apps.orders.left import checkout_settings, left_of_link
from tenant_apps.orders.models import LeftCheckout
from tenant_apps.orders.quoting import Choice
from tenant_apps.orders.rates import allowed_here
from tenant_apps.people.queries import person_for_request


def asks(request: HttpRequest) -> bool:
    """Does the checkout show the box? Not in another site's frame, where nobody could untick it again."""
    return not hasattr(request, "embedding_site") and checkout_settings().asks_to_remind


def left_before(request: HttpRequest, offer: Offer) -> LeftCheckout | None:
    """The checkout that a reminder's link leads back into: whoever has the link reads that mailbox."""
    token = request.GET.get("back", "")[:300]
    left = left_of_link(token, offer) if token else None
    if left is not None:
        visits.agreed(request, left, since=left.consented_at)
    return left


def follow(request: HttpRequest, offer: Offer, choice: Choice, total: Money) -> None:
    """Keep what is posted with the box ticked; with the box unticked keep it no longer.

    A consent is one address's for one offer. What another address was ticked for in the same sitting was mistyped.
    """
    if request.method != "POST" or not asks(request):
        return
    person = person_for_request(request)
    email = person.email if person else _email(request.POST.get("email", ""))
    ticked = bool(request.POST.get("remind"))
    if ticked and not email:
        return
    for left in visits.agreed_here(request, offer):
        withdrawn, mistyped = not ticked, left.left_at is None
        if withdrawn if left.person.email == email else mistyped:
            actions.forget_checkout(key=str(left.key))
    if ticked and allowed_here(request, "line"):
        kept = actions.remember_checkout(
            offer=offer,
            email=email,
            name=request.POST.get("name", "")[:120],
            choice=chosen(request, choice),
            money=total,
            now=clock.now(),
        )
        # not since when it is kept: somebody else's browser may have kept it first
        visits.agreed(request, kept, since=clock.now())


def _email(typed: str) -> str:
    try:
        return str(forms.EmailField(max_length=254).clean(typed)).lower()
    except forms.ValidationError:
        return ""


def chosen(request: HttpRequest, choice: Choice) -> dict[str, Any]:
    """What was chosen, as the checkout's link says it."""
    return {
        "option": choice.option,
        "currency": choice.currency,
        "amount": (request.POST if request.method == "POST" else request.GET).get("amount", "")[:24],
        "codes": list(choice.codes),
        "extras": sorted(choice.extras),
        "seats": choice.seats,
    }
