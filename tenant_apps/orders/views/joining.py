"""Sitting down in a team: by its link, or by an invitation."""

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
from tenant_apps.orders import actions, teams
from tenant_apps.orders.actions.arriving import has_account
from tenant_apps.orders.arriving import arrived
from tenant_apps.orders.models import Seat, Team
from tenant_apps.orders.rates import allowed_here
from tenant_apps.orders.standing import runs, sold_to
from tenant_apps.people.queries import person_for_request


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def team_joining(request: HttpRequest, key: str) -> HttpResponse:
    """By the link: signed in, or making an account first."""
    team = teams.team_of_link(key)
    if team is None:
        raise Http404
    return _door(request, team, None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def seat(request: HttpRequest, token: str) -> HttpResponse:
    """By an invitation, which only its mailbox has seen: somebody new is let in at once."""
    kept = teams.seat_of_link(token)
    if kept is None:
        raise Http404
    return _door(request, kept.team, kept)


def _door(request: HttpRequest, team: Team, kept: Seat | None) -> HttpResponse:
    if request.method != "POST":
        return _page(request, team, kept)
    if not allowed_here(request, "gift"):
        return _page(request, team, kept, status=429)
    person = arrived(request, email=kept.email if kept and kept.person_id is None else "")
    if person is None:
        return redirect(sign_in_address(request.path))
    try:
        actions.take_seat(team=team, person=person, link_key="" if kept else team.link_key, seat=kept)
    except Refused as why:
        return _page(request, team, kept, status=409, trouble=str(why))
    return redirect(request.path)


def _page(request: HttpRequest, team: Team, kept: Seat | None, *, status: int = 200, **more: Any) -> HttpResponse:
    person = person_for_request(request)
    products = list(sold_to(team).products.order_by("pk"))
    context = {
        "team": team,
        "kept": kept,
        "open": runs(team, clock.now()),
        "full": team.left < 1 and kept is None,
        "mine": person is not None and team.places.taken().filter(person=person).exists(),
        "lets_in": kept is not None and not request.user.is_authenticated and not has_account(kept.email),
        "things": [(product, thing_of(product)) for product in products],
        "sign_in": sign_in_address(request.path),
        "sign_up": f"{reverse('account_signup')}?next={request.path}",
        **more,
    }
    return render(request, "orders/team_joining.html", context, status=status)
