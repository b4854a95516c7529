"""Whether the money of an order is still there, and who has what it bought."""

from __future__ import annotations

from datetime import datetime

from tenant_apps.orders.models import Gift, Order, OrderLine, Seat, Subscription, Team
from tenant_apps.orders.subscriptions import Access, access_of
from tenant_apps.people.models import Person


def stands(order: Order) -> bool:
    """Paid, not given back, not lost to the buyer's bank."""
    kept = order.paid_at is not None and order.refunded_at is None
    return kept and not order.disputes.filter(lost_at__isnull=False).exists()


def receiver_of(order: Order) -> tuple[Person | None, datetime | None]:
    """Whose a paid order is and since when: its buyer's; a gift is nobody's until it is claimed."""
    gift = Gift.objects.select_related("claimed_by").filter(order=order).first()
    return (gift.claimed_by, gift.claimed_at) if gift else (order.buyer, order.paid_at)


def subscription_of(team: Team) -> Subscription | None:
    """What pays for a team again and again, where something does."""
    found = Subscription.objects.filter(first_line_id=team.line_id).select_related("line", "person", "offer", "method")
    return found.first()


def team_of(held: Subscription) -> Team | None:
    """The team a subscription pays for."""
    return Team.objects.select_related("line__order").filter(line_id=held.first_line_id).first()


def access_of_team(team: Team, now: datetime) -> Access:
    """Whether a team's seats give access, and until when: as long for somebody who comes late as for the first."""
    held = subscription_of(team)
    if held is not None:
        return access_of(held) if held.started_at else Access(False)
    line, order = team.line, team.line.order
    if order.paid_at is None or not stands(order) or (line.delivers_at and line.delivers_at > now):
        return Access(False)
    until = line.access_ends(max(order.paid_at, line.delivers_at or order.paid_at))
    return Access(until is None or until > now, until)


def runs(team: Team, now: datetime) -> bool:
    """May people sit down? Before the day of a pre-order, too."""
    if access_of_team(team, now).is_open:
        return True
    waits = team.line.delivers_at is not None and team.line.delivers_at > now
    return waits and subscription_of(team) is None and stands(team.line.order)


def sold_to(team: Team) -> OrderLine:
    """The line whose products the seats give now: another one after a change of plan."""
    held = subscription_of(team)
    return held.line if held else team.line


def seats_paid_by(order: Order) -> list[Seat]:
    """Everybody who sits in a team that this order began, in the sequence in which people are locked."""
    taken = Seat.objects.taken().filter(team__line__order=order)
    return list(taken.select_related("person", "team__line__order").order_by("person_id"))
