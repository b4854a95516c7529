"""Who sits in a team: by its link, by invitation, or its owner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from tenant_apps.orders import team_letters
from tenant_apps.orders.events import SeatTaken
from tenant_apps.orders.models import Seat, Team
from tenant_apps.orders.standing import runs
from tenant_apps.people.models import Person

MOST_LINES = 1_000


class TeamFull(Refused):
    """Every seat is taken, or kept for somebody who was invited."""

    message = _("Every seat of this team is taken. Ask whoever invited you for another one.")


class TeamOver(Refused):
    """The money went back, the subscription ended, or it is not paid."""

    message = _("This team has ended. Ask whoever invited you.")


class LinkOver(Refused):
    """The link was turned or closed, the invitation withdrawn."""

    message = _("This invitation does not work any more. Ask for a new one.")


@dataclass(frozen=True)
class Line:
    """What became of one line of a list of people to invite."""

    typed: str
    invited: bool
    words: str


@transaction.atomic
def take_seat(
    *, team: Team, person: Person, link_key: str = "", seat: Seat | None = None, now: datetime | None = None
) -> Seat:
    """Sit down: by the link, on a seat kept for this email, or, without either, the owner on one of their own.

    One person takes one seat, however often they ask. The team's row is locked, so that the last seat is taken once.
    Raises TeamOver, LinkOver and TeamFull.
    """
    at = now or clock.now()
    team = Team.objects.select_for_update(of=("self",)).select_related("line__order").get(pk=team.pk)
    mine = team.places.taken().filter(person=person).first()
    if mine is not None:
        return mine
    if not runs(team, at):
        raise TeamOver
    kept = _kept(team, person, link_key, seat)
    if kept is None:
        if team.left < 1:
            raise TeamFull
        kept = Seat(team=team, email=person.email)
        team.used += 1
        team.save(update_fields=["used"])
    kept.person, kept.taken_at = person, at
    kept.save()
    publish(SeatTaken(seat_id=kept.pk, team_id=team.pk, person_id=person.pk))
    return kept


def _kept(team: Team, person: Person, link_key: str, seat: Seat | None) -> Seat | None:
    """The seat that waits for this person, if one does; raises LinkOver."""
    waiting = team.places.standing().filter(person__isnull=True)
    if seat is not None:
        found = waiting.filter(pk=seat.pk).first()
        if found is None:
            raise LinkOver
        return found
    if person.pk != team.owner_id and (not link_key or link_key != team.link_key or team.link_closed_at):
        raise LinkOver
    return waiting.filter(email=person.email).first()


def invite(*, team: Team, lines: Iterable[str], now: datetime | None = None, by: Any = None) -> list[Line]:
    """Keep a seat for each address and write to it; what cannot be done is said line by line.

    A line is an address, or a line of a CSV whose first address counts.
    """
    typed = [line.strip()[:300] for line in lines if line.strip()][:MOST_LINES]
    return [_invite(team, line, now or clock.now()) for line in typed]


@transaction.atomic
def _invite(team: Team, typed: str, now: datetime) -> Line:
    email = _address_in(typed)
    if not email:
        return Line(typed, False, str(_("No email address here.")))
    team = Team.objects.select_for_update(of=("self",)).select_related("line__order", "owner").get(pk=team.pk)
    if not runs(team, now):
        return Line(typed, False, str(_("This team has ended.")))
    there = team.places.standing().filter(email=email).first()
    if there is not None:
        words = _("Is in the team.") if there.taken_at else _("Is invited already.")
        return Line(typed, False, str(words))
    if team.left < 1:
        return Line(typed, False, str(_("No seat is left.")))
    seat = Seat.objects.create(team=team, email=email, invited_at=now)
    team.used += 1
    team.save(update_fields=["used"])
    team_letters.send_invitation(seat)
    return Line(typed, True, str(_("Invited.")))


def _address_in(typed: str) -> str:
    for part in typed.replace(";", ",").replace("<", ",").replace(">", ",").split(","):
        word = part.strip().strip("\"'").lower()
        try:
            validate_email(word)
        except ValidationError:
            continue
        return word
    return ""


@transaction.atomic
def invite_again(*, seat: Seat, now: datetime | None = None, by: Any = None) -> Seat:
    """Write to somebody who was invited once more. Raises LinkOver."""
    held = Seat.objects.select_for_update(of=("self",)).select_related("team__owner", "team__line")
    seat = held.get(pk=seat.pk)
    if seat.freed_at or seat.taken_at:
        raise LinkOver
    seat.invited_at = now or clock.now()
    seat.save(update_fields=["invited_at"])
    team_letters.send_invitation(seat)
    return seat
