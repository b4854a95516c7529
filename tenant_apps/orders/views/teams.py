"""A team as its owner sees it: the link, the people, and more seats."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.http import tenant_url
from marque.kit.ids import read_code
from tenant_apps.orders import actions, teams
from tenant_apps.orders.models import Team
from tenant_apps.orders.quoting import seats_from_to
from tenant_apps.orders.standing import access_of_team, subscription_of
from tenant_apps.people.queries import our_person

MOST_TYPED = 100_000


def _own(request: HttpRequest, code: str) -> Team:
    person = our_person(request)
    if not person.pk:
        raise Http404
    return get_object_or_404(teams.teams_of(person), code=read_code(code))


def _page(request: HttpRequest, team: Team, *, status: int = 200, **more: Any) -> HttpResponse:
    places = teams.places_in(team)
    context = {
        "team": team,
        "places": places,
        "taken": sum(1 for seat in places if seat.taken_at),
        "mine": any(seat.person_id == team.owner_id for seat in places),
        "access": access_of_team(team, clock.now()),
        "subscription": subscription_of(team),
        "link": "" if team.link_closed_at else tenant_url(teams.joining_path(team)),
        "more": seats_from_to(team.line.offer, team)[1] if team.line.offer.for_teams else 0,
        **more,
    }
    return render(request, "orders/team.html", context, status=status)


@never_cache
@login_required
@require_safe
def team(request: HttpRequest, code: str) -> HttpResponse:
    """Seats, people, the link."""
    return _page(request, _own(request, code))


@never_cache
@login_required
@require_POST
def team_members(request: HttpRequest, code: str) -> HttpResponse:
    """Invite by email, one or a pasted list; the page says line by line what became of it."""
    owned = _own(request, code)
    typed = request.POST.get("people", "")[:MOST_TYPED]
    report = actions.invite(team=owned, lines=typed.splitlines(), by=request.user)
    if not report:
        return _page(request, owned, status=422, trouble=_("Write at least one email address."))
    invited = sum(line.invited for line in report)
    words = ngettext("%d person is invited.", "%d people are invited.", invited) % invited
    return _page(request, _own(request, code), status=200 if invited else 422, report=report, report_words=words)


@never_cache
@login_required
@require_POST
def team_seat(request: HttpRequest, code: str, key: Any) -> HttpResponse:
    """Free a seat, or write to somebody who was invited once more (`again`)."""
    owned = _own(request, code)
    seat = get_object_or_404(owned.places.standing(), key=key)
    try:
        if "again" in request.POST:
            actions.invite_again(seat=seat, by=request.user)
            messages.success(request, _("The invitation is on its way to %(email)s again.") % {"email": seat.email})
        else:
            actions.free_seat(seat=seat, by=request.user)
            messages.success(request, _("The seat of %(email)s is free.") % {"email": seat.email})
    except Refused as why:
        messages.error(request, str(why))
    return redirect("orders:team", owned.code)


@never_cache
@login_required
@require_POST
def team_link(request: HttpRequest, code: str) -> HttpResponse:
    """A new invitation link, or none (`close`)."""
    owned = _own(request, code)
    closed = "close" in request.POST
    actions.turn_link(team=owned, closed=closed, by=request.user)
    words = _("The link is closed.") if closed else _("The old link opens nothing any more. Here is the new one.")
    messages.success(request, words)
    return redirect("orders:team", owned.code)


@never_cache
@login_required
@require_POST
def team_own_seat(request: HttpRequest, code: str) -> HttpResponse:
    """The owner sits down, too."""
    owned = _own(request, code)
    try:
        actions.take_seat(team=owned, person=owned.owner)
    except Refused as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("You have a seat."))
    return redirect("orders:team", owned.code)


@never_cache
@login_required
@require_POST
def team_name(request: HttpRequest, code: str) -> HttpResponse:
    """What members see it called."""
    owned = _own(request, code)
    actions.rename_team(team=owned, name=request.POST.get("name", ""), by=request.user)
    return redirect("orders:team", owned.code)


@never_cache
@login_required
@require_safe
def team_seats(request: HttpRequest, code: str) -> HttpResponse:
    """More seats: at the checkout, or with the subscription that pays for them."""
    owned = _own(request, code)
    held = subscription_of(owned)
    if held is not None:
        return redirect("orders:subscription_act", held.code, "seats")
    line = owned.line
    asked = {
        "team": teams.more_seats_token(owned),
        "currency": line.order.currency,
        "option": line.terms.get("option", ""),
    }
    return redirect(f"{reverse('orders:checkout', args=[line.offer.slug])}?{urlencode(asked)}")
