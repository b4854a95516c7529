"""The checkout's doors when they are shut: not open yet, sold out, closed, owned already."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from marque.kit.errors import Refused
from tenant_apps.catalog import actions as catalog
from tenant_apps.catalog.models import Offer, OfferState
from tenant_apps.catalog.queries import offer_by_slug
from tenant_apps.catalog.things import thing_of
from tenant_apps.orders.forms import LineForm
from tenant_apps.orders.rates import allowed_here
from tenant_apps.people.queries import person_for_request


def shut(request: HttpRequest, offer: Offer, *, charged: bool = False) -> HttpResponse:
    """The page of an offer that cannot be bought at this moment; `charged` when somebody tried."""
    if offer.state == OfferState.SOLD_OUT:
        return sold_out(request, offer, status=409 if charged else 200, tried=charged)
    if offer.state == OfferState.SCHEDULED:
        return render(request, "orders/opening.html", {"offer": offer}, status=409 if charged else 200)
    context = {"offer": offer, "charged": charged}
    return render(request, "orders/gone.html", context, status=409 if charged else 410)


def sold_out(
    request: HttpRequest, offer: Offer, *, status: int = 200, tried: bool = False, form: LineForm | None = None
) -> HttpResponse:
    """Nothing is left; leave an email to hear when there is."""
    form = form or LineForm(person=person_for_request(request))
    context = {"offer": offer, "form": form, "tried": tried, "joined": "joined" in request.GET}
    return render(request, "orders/sold_out.html", context, status=status)


def owned(request: HttpRequest, offer: Offer, *, status: int = 200) -> HttpResponse:
    """The buyer has it already."""
    things = [found for product in offer.products.all() if (found := thing_of(product))]
    return render(request, "orders/owned.html", {"offer": offer, "things": things}, status=status)


@never_cache
@require_POST
def join_line(request: HttpRequest, slug: str) -> HttpResponse:
    """Get in line for a sold-out offer."""
    offer = offer_by_slug(slug)
    if offer is None or not offer.is_published:
        raise Http404
    form = LineForm(request.POST, person=person_for_request(request))
    if not form.is_valid():
        return sold_out(request, offer, status=422, form=form)
    if not allowed_here(request, "line"):
        form.add_error(None, LineForm.TOO_MANY)
        return sold_out(request, offer, status=429, form=form)
    try:
        catalog.join_line(offer=offer, email=form.cleaned_data["email"])
    except Refused:
        return redirect("orders:checkout", slug)
    return redirect(f"{request.path.removesuffix('line/')}?joined")
