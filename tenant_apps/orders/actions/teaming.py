"""Teams: seats that come with a paid order, and go with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from tenant_apps.orders.events import SeatFreed, SeatTaken
from tenant_apps.orders.models import Order, OrderLine, Seat, SeatPurchase, Team, link_key
from tenant_apps.orders.standing import runs, stands


class WrongTeam(Refused):
    """Seats for a team of another offer, one that a subscription pays for, or one that has ended."""

    message = _("These seats do not fit your team. Nothing was charged. Open your team's page again.")


def follow_team(*, order: Order, line: OrderLine, team: Team | None) -> None:
    """The seats a line brings once it is paid: to a team that is there, or to one of the buyer's own.

    What is not sold by the seat brings none. Raises WrongTeam.
    """
    offer = line.offer
    if not offer.for_teams:
        Team.objects.filter(line=line).delete()
        return
    if team is None:
        team, _new = Team.objects.update_or_create(line=line, defaults={"owner_id": order.buyer_id})
    elif team.line.offer_id != offer.pk or team.owner_id != order.buyer_id or not runs(team, clock.now()):
        raise WrongTeam
    SeatPurchase.objects.update_or_create(line=line, defaults={"team": team})


def seats_came(order: Order, *, now: datetime) -> None:
    """Add the seats of a paid order to their teams. Runs in the transaction that settles the payment."""
    bought = SeatPurchase.objects.filter(line__order=order, added_at__isnull=True).select_related("line")
    for purchase in bought.order_by("team_id"):
        team = Team.objects.select_for_update().get(pk=purchase.team_id)
        team.seats += purchase.line.quantity
        team.save(update_fields=["seats"])
        purchase.added_at = now
        purchase.save(update_fields=["added_at"])


@transaction.atomic
def follow_money(*, order: Order, now: datetime) -> None:
    """Bring the seats of a paid order in line with its money, whatever sequence its facts come in. Safe to repeat.

    When the money is gone the seats go, the newest members first; when a refund came back, both are back.
    """
    order = Order.objects.select_for_update().get(pk=order.pk)
    # what a subscription pays for follows the subscription, not its first order
    bought = SeatPurchase.objects.filter(line__order=order, added_at__isnull=False, line__began__isnull=True)
    paid = stands(order)
    for purchase in bought.filter(ended_at__isnull=not paid).select_related("line").order_by("team_id", "pk"):
        if paid:
            _bring_back(purchase)
        else:
            resize(team_id=purchase.team_id, change=-purchase.line.quantity, now=now)
        purchase.ended_at = None if paid else now
        purchase.save(update_fields=["ended_at"])


def _bring_back(purchase: SeatPurchase) -> None:
    """The seats, and on them whoever lost theirs when they went; who sits in the team again keeps that place."""
    team = Team.objects.select_for_update().get(pk=purchase.team_id)
    team.seats += purchase.line.quantity
    gone = team.places.filter(freed_at=purchase.ended_at).order_by("taken_at", "created_at")  # nulls come last
    for seat in gone:
        there = team.places.standing().filter(Q(email=seat.email) | Q(person__isnull=False, person=seat.person))
        if team.left < 1 or there.exists():
            continue
        seat.freed_at = None
        seat.save(update_fields=["freed_at"])
        team.used += 1
        if seat.person_id:
            publish(SeatTaken(seat_id=seat.pk, team_id=team.pk, person_id=seat.person_id))
    team.save(update_fields=["seats", "used"])


@transaction.atomic
def resize(*, team_id: int, change: int = 0, seats: int | None = None, now: datetime) -> Team:
    """Give a team more seats, or fewer: who came last leaves first, invitations before people."""
    team = Team.objects.select_for_update().get(pk=team_id)
    wanted = max(team.seats + change, 0) if seats is None else seats
    too_many = team.used - wanted
    if too_many > 0:
        standing = list(team.places.standing())
        standing.sort(key=lambda seat: (seat.taken_at is not None, -(seat.taken_at or seat.created_at).timestamp()))
        for seat in standing[:too_many]:
            free(team, seat, now)
    team.seats = wanted
    team.save(update_fields=["seats", "used"])
    return team


@transaction.atomic
def free_seat(*, seat: Seat, now: datetime | None = None, by: Any = None) -> Seat:
    """Take somebody, or an invitation, out of a team: their access ends and the seat is free. Safe to repeat."""
    team = Team.objects.select_for_update().get(pk=seat.team_id)
    seat = Seat.objects.get(pk=seat.pk)
    if seat.freed_at is None:
        free(team, seat, now or clock.now())
        team.save(update_fields=["used"])
    return seat


def free(team: Team, seat: Seat, now: datetime) -> None:
    """Free a seat of a team whose row is locked; `used` is the caller's to save."""
    seat.freed_at = now
    seat.save(update_fields=["freed_at"])
    team.used -= 1
    publish(SeatFreed(seat_id=seat.pk, team_id=team.pk, person_id=seat.person_id))


@transaction.atomic
def turn_link(*, team: Team, closed: bool = False, by: Any = None) -> Team:
    """Make a new invitation link, which ends the old one; `closed` leaves the team without one."""
    team = Team.objects.select_for_update().get(pk=team.pk)
    team.link_key, team.link_closed_at = link_key(), clock.now() if closed else None
    team.save(update_fields=["link_key", "link_closed_at"])
    return team


def rename_team(*, team: Team, name: str, by: Any = None) -> Team:
    """What members see it called."""
    team.name = " ".join(name.split())[:120]
    team.save(update_fields=["name"])
    return team
