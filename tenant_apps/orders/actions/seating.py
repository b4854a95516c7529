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
from tenant_apps.orders.actions.teaming import free
from tenant_apps.orders.events import SeatTaken
from tenant_apps.orders.models import Seat, Team
from tenant_apps.orders.standing import runs
from tenant_apps.people.models import Person

MOST_LINES = 1_000
# everybody on one day, everybody once more, and as many mistyped
MAILS_A_DAY = 20
MAILS_A_SEAT = 3


class TeamFull(Refused):
    """Every seat is taken, or kept for somebody who was invited."""

    message = _("Every seat of this team is taken. Ask whoever invited you for another one.")


class TeamOver(Refused):
    """The money went back, the subscription ended, or it is not paid."""

    message = _("This team has ended. Ask whoever invited you.")


class LinkOver(Refused):
    """The link was turned or closed, the invitation withdrawn."""

    message = _("This invitation does not work any more. Ask for a new one.")


class TooManyInvitations(Refused):
    """More in a day than a team of this size ever needs."""

    message = _("This team has sent %(most)s invitations today. Send its link yourself, or go on tomorrow.")


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
    Whoever sits down on a seat that was kept for another address makes it theirs: the seat's address is their own.
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
        kept = Seat(team=team)
        team.used += 1
    if kept.email != person.email:
        _let_go(team, person.email, at)
    team.save(update_fields=["used"])
    kept.person, kept.email, kept.taken_at = person, person.email, at
    kept.save()
    publish(SeatTaken(seat_id=kept.pk, team_id=team.pk, person_id=person.pk))
    return kept


def _kept(team: Team, person: Person, link_key: str, seat: Seat | None) -> Seat | None:
    """The seat that waits for this person, if one does; raises LinkOver."""
    waiting = team.places.standing().filter(person__isnull=True)
    own = waiting.filter(email=person.email).first()
    if seat is not None:
        found = waiting.filter(pk=seat.pk).first()
        if found is None:
            raise LinkOver
        # with an invitation of their own, the one that was passed on still waits for whom it was written to
        return own or found
    if person.pk != team.owner_id and (not link_key or link_key != team.link_key or team.link_closed_at):
        raise LinkOver
    return own


def _let_go(team: Team, email: str, now: datetime) -> None:
    """Let an address go that belongs to somebody else by now: who sat down with it has another one."""
    for seat in team.places.taken().filter(email=email).exclude(person__email=email).select_related("person"):
        theirs = seat.person.email if seat.person else ""
        for double in team.places.standing().filter(email=theirs, person__isnull=True):
            free(team, double, now)
        _let_go(team, theirs, now)
        seat.email = theirs
        seat.save(update_fields=["email"])


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
    if team.places.taken().filter(person__email=email).exists():
        return Line(typed, False, str(_("Is in the team.")))
    if team.places.standing().filter(email=email, person__isnull=True).exists():
        return Line(typed, False, str(_("Is invited already.")))
    if team.left < 1:
        return Line(typed, False, str(_("No seat is left.")))
    try:
        _count_mail(team, now)
    except TooManyInvitations as why:
        return Line(typed, False, str(why))
    _let_go(team, email, now)
    seat = Seat.objects.create(team=team, email=email, invited_at=now)
    team.used += 1
    team.save(update_fields=["used"])
    team_letters.send_invitation(seat)
    return Line(typed, True, str(_("Invited.")))


def _count_mail(team: Team, now: datetime) -> None:
    """One more invitation today; raises TooManyInvitations. The team's row is locked."""
    today, most = now.date(), MAILS_A_DAY + MAILS_A_SEAT * team.seats
    sent = team.mailed if team.mailed_on == today else 0
    if sent >= most:
        raise TooManyInvitations(most=most)
    team.mailed_on, team.mailed = today, sent + 1
    team.save(update_fields=["mailed_on", "mailed"])


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
    """Write to somebody who was invited once more. Raises LinkOver and TooManyInvitations."""
    at = now or clock.now()
    team = Team.objects.select_for_update().get(pk=seat.team_id)
    seat = Seat.objects.select_related("team__owner", "team__line").get(pk=seat.pk)
    if seat.freed_at or seat.taken_at:
        raise LinkOver
    _count_mail(team, at)
    seat.invited_at = at
    seat.save(update_fields=["invited_at"])
    team_letters.send_invitation(seat)
    return seat
