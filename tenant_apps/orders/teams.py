"""Reads on teams, and the links that lead into them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet

from marque.kit import signing
from marque.kit.tenancy.addresses import path_to
from tenant_apps.orders.models import Seat, Team
from tenant_apps.people.models import Person

SEAT = "orders.seat"
MORE_SEATS = "orders.more_seats"
INVITED_FOR = timedelta(days=60)
ORDERED_WITHIN = timedelta(hours=2)


def with_line() -> QuerySet[Team]:
    """Teams with what a page about them shows."""
    return Team.objects.select_related("owner", "line__order__buyer", "line__offer")


def teams_of(person: Person) -> QuerySet[Team]:
    """Those a person bought, the newest first."""
    return with_line().filter(owner=person, line__order__paid_at__isnull=False).order_by("-pk")


def seats_of(person: Person) -> QuerySet[Seat]:
    """Where a person sits, the newest first."""
    found = Seat.objects.taken().filter(person=person)
    return found.select_related("team__owner", "team__line__order").order_by("-pk")


def places_in(team: Team) -> list[Seat]:
    """Everybody in a team: who sits there, then who is invited, first come first."""
    places = team.places.standing().select_related("person")
    return sorted(places, key=lambda seat: (seat.taken_at is None, seat.taken_at or seat.created_at))


def team_of_link(key: str) -> Team | None:
    """The team an invitation link leads into; None when it was turned or closed."""
    return with_line().filter(link_key=key, link_closed_at__isnull=True).first()


def joining_path(team: Team) -> str:
    """The invitation link."""
    return path_to("orders:team_joining", team.link_key)


def seat_path(seat: Seat) -> str:
    """The link in an invitation: it opens the seat that is kept for this email."""
    return path_to("orders:seat", signing.sign(SEAT, str(seat.key), expires_in=INVITED_FOR))


def seat_of_link(token: str) -> Seat | None:
    """The kept seat a link is about; None when it is forged, foreign, old or was withdrawn."""
    try:
        key = UUID(signing.unsign(SEAT, token))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = Seat.objects.standing().filter(key=key)
    return found.select_related("team__owner", "team__line__offer", "team__line__order", "person").first()


def more_seats_token(team: Team) -> str:
    """What lets its owner add seats at the checkout."""
    return signing.sign(MORE_SEATS, str(team.key), expires_in=ORDERED_WITHIN)


def team_to_grow(token: str) -> Team | None:
    """The team a checkout adds seats to."""
    try:
        return with_line().filter(key=UUID(signing.unsign(MORE_SEATS, token))).first()
    except (signing.BadSignature, ValueError, TypeError):
        return None
