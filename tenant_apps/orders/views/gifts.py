"""A gift as its giver sees it: where it is, sending it again, another address, the card to print."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.http import tenant_url
from tenant_apps.orders import actions
from tenant_apps.orders.for_others import RecipientForm
from tenant_apps.orders.gift_letters import giver_of
from tenant_apps.orders.gifts import giver_path, opening_path, with_order
from tenant_apps.orders.models import Gift
from tenant_apps.orders.queries import readable_order


def _given(request: HttpRequest, code: str) -> Gift:
    """The gift of an order that this browser may read; 404 looks the same for all others."""
    order = readable_order(request, code, request.GET.get("t", ""))
    gift = with_order().filter(order=order).first() if order else None
    if gift is None or gift.order.paid_at is None:
        raise Http404
    return gift


def _page(request: HttpRequest, gift: Gift, form: RecipientForm | None = None, status: int = 200) -> HttpResponse:
    there = {"recipient_name": gift.recipient_name, "recipient_email": gift.recipient_email}
    context: dict[str, Any] = {
        "gift": gift,
        "order": gift.order,
        "form": form or RecipientForm(initial=there),
        "opening_url": tenant_url(opening_path(gift)) if gift.waits else "",
        "paths": {name: giver_path(gift, f"gift_{name}") for name in ("card", "delivery", "recipient")},
    }
    return render(request, "orders/gift.html", context, status=status)


@never_cache
@require_safe
def gift(request: HttpRequest, code: str) -> HttpResponse:
    """Where it is, and what can still be done."""
    return _page(request, _given(request, code))


@never_cache
@require_safe
def gift_card(request: HttpRequest, code: str) -> HttpResponse:
    """A card to print and put into somebody's hand."""
    given = _given(request, code)
    if not given.waits:
        raise Http404
    context = {"gift": given, "giver": giver_of(given), "url": tenant_url(opening_path(given))}
    return render(request, "orders/gift_card.html", context)


@never_cache
@require_POST
def gift_delivery(request: HttpRequest, code: str) -> HttpResponse:
    """Send it again, at once."""
    given = _given(request, code)
    try:
        actions.send_gift_again(gift=given, now=clock.now(), by=request.user)
    except Refused as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("The gift is on its way to %(email)s.") % {"email": given.recipient_email})
    return redirect(giver_path(given))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def gift_recipient(request: HttpRequest, code: str) -> HttpResponse:
    """Another name or address, before it is opened."""
    given = _given(request, code)
    if request.method != "POST":
        return redirect(giver_path(given))
    form = RecipientForm(request.POST)
    if not form.is_valid():
        return _page(request, given, form, status=422)
    to = {"name": form.cleaned_data["recipient_name"], "email": form.cleaned_data["recipient_email"]}
    try:
        actions.readdress_gift(gift=given, **to, now=clock.now(), by=request.user)
    except Refused as why:
        why.show_in(form)
        return _page(request, given, form, status=422)
    messages.success(request, _("It is for %(name)s now. The old link opens nothing any more.") % {"name": to["name"]})
    return redirect(giver_path(given))
