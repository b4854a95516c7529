"""What a request brings to the checkout: why its form was sent, and the signed words of others in it."""

from __future__ import annotations

from django.http import HttpRequest

from tenant_apps.catalog.models import Extra, Offer, Waiting
from tenant_apps.catalog.queries import place_of
from tenant_apps.orders.models import Team
from tenant_apps.orders.teams import team_to_grow
from tenant_apps.orders.views.ways import promised_extra
from tenant_apps.people.queries import person_for_request


def is_update(request: HttpRequest) -> bool:
    """Was the form sent to see another total, and not to buy?"""
    return request.method == "POST" and bool({"update", "remove"} & request.POST.keys())


def is_purchase(request: HttpRequest) -> bool:
    """Was the form sent to buy?"""
    return request.method == "POST" and not is_update(request)


def place_token(request: HttpRequest) -> str:
    """The signed place in the line, as it came."""
    return _token(request, "place")


def invitation(request: HttpRequest, offer: Offer) -> Waiting | None:
    """The place in the line that this visit comes with."""
    token = place_token(request)
    return place_of(token, offer) if token else None


def after_token(request: HttpRequest) -> str:
    """The signed word that an extra was promised, as it came."""
    return _token(request, "after")


def team_token(request: HttpRequest) -> str:
    """The signed word of a team that is to grow, as it came."""
    return _token(request, "team")


def growing(request: HttpRequest, offer: Offer) -> Team | None:
    """The team that gets the seats, where its owner asked for more of them."""
    token = team_token(request)
    team = team_to_grow(token) if token else None
    person = person_for_request(request)
    mine = team is not None and person is not None and team.owner_id == person.pk
    return team if mine and team is not None and team.line.offer_id == offer.pk else None


def promised(request: HttpRequest, offer: Offer) -> Extra | None:
    """The extra whose price this visitor was promised after another purchase."""
    token = after_token(request)
    return promised_extra(token, offer) if token else None


def _token(request: HttpRequest, name: str) -> str:
    return (request.POST.get(name) or request.GET.get(name) or "")[:200]
