"""A gift as its recipient sees it: opened with one press, waited for, or passed on."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marque.kit import clock
from marque.kit.errors import Refused
from tenant_apps.accounts.adapter import sign_in_address
from tenant_apps.catalog.things import thing_of
from tenant_apps.orders import actions
from tenant_apps.orders.actions.arriving import has_account
from tenant_apps.orders.arriving import arrived
from tenant_apps.orders.for_others import RecipientForm
from tenant_apps.orders.gift_letters import giver_of
from tenant_apps.orders.gifts import gift_of_link
from tenant_apps.orders.models import Gift
from tenant_apps.orders.rates import allowed_here
from tenant_apps.people.queries import person_for_request


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def gift_opening(request: HttpRequest, token: str) -> HttpResponse:
    """Who it is from and what it is; POST opens it, with `pass_on` it goes to somebody else."""
    link = gift_of_link(token)
    if link is None:
        raise Http404
    if request.method != "POST":
        return _page(request, link.gift, mailed=link.mailed)
    if not allowed_here(request, "gift"):
        return _page(request, link.gift, mailed=link.mailed, status=429)
    if "pass_on" in request.POST:
        return _passed_on(request, link.gift, link.mailed)
    return _opened(request, link.gift, link.mailed)


def _page(request: HttpRequest, gift: Gift, *, mailed: bool, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "gift": gift,
        "giver": giver_of(gift),
        "things": [(product, thing_of(product)) for product in gift.order.products()],
        "lets_in": mailed and not request.user.is_authenticated and not has_account(gift.recipient_email),
        "sign_in": sign_in_address(request.path),
        "sign_up": f"{reverse('account_signup')}?next={request.path}",
        "mine": gift.claimed_by_id is not None and gift.claimed_by == person_for_request(request),
        "form": RecipientForm(),
        **more,
    }
    return render(request, "orders/gift_opening.html", context, status=status)


def _opened(request: HttpRequest, gift: Gift, mailed: bool) -> HttpResponse:
    email = gift.recipient_email if mailed and gift.waits else ""
    person = arrived(request, email=email, name=gift.recipient_name)
    if person is None:
        return redirect(sign_in_address(request.path))
    try:
        gift = actions.claim_gift(gift=gift, person=person)
    except actions.GiftOwned as why:
        return _page(request, gift, mailed=mailed, status=409, owned=str(why))
    except Refused as why:
        return _page(request, gift, mailed=mailed, status=409, trouble=str(why))
    return redirect(request.path)


def _passed_on(request: HttpRequest, gift: Gift, mailed: bool) -> HttpResponse:
    form = RecipientForm(request.POST)
    if not form.is_valid():
        return _page(request, gift, mailed=mailed, status=422, form=form, passing=True)
    to = {"name": form.cleaned_data["recipient_name"], "email": form.cleaned_data["recipient_email"]}
    try:
        actions.pass_gift_on(gift=gift, **to, now=clock.now(), by=person_for_request(request))
    except Refused as why:
        why.show_in(form)
        return _page(request, gift, mailed=mailed, status=422, form=form, passing=True)
    return render(request, "orders/gift_passed_on.html", {"to": to})
