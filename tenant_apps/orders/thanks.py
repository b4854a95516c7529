"""What a buyer is told once they paid, and where they go next."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marque.kit.tenancy.addresses import path_to
from marque.kit.zones import zone_named
from tenant_apps.orders.gifts import giver_path
from tenant_apps.orders.models import Gift, Order, OrderLine, Team


@dataclass(frozen=True)
class Thanks:
    """A sentence, what to press, and where that leads. `kind` is own, gift, team or later."""

    kind: str
    heading: str
    text: str
    label: str
    path: str


def thanks_for(order: Order) -> Thanks:
    """For a gift, a team, a pre-order, or something that is open already."""
    gift = Gift.objects.select_related("order").filter(order=order).first()
    if gift is not None:
        return _for_gift(gift, order)
    team = Team.objects.select_related("line").filter(line__order=order).first()
    if team is not None:
        return _for_team(team)
    waiting = [line for line in order.lines.all() if line.delivers_at and line.delivered_at is None]
    if waiting and len(waiting) == len(order.lines.all()):
        return _for_later(waiting[0])
    text = _("%(title)s is open for you. Start whenever you like.") % {"title": order.title}
    return Thanks("own", _hello(order), text, _("Start now"), "/learn/")


def _hello(order: Order) -> str:
    name = order.buyer.first_name
    return _("You’re in, %(name)s.") % {"name": name} if name else _("You’re in.")


def _for_gift(gift: Gift, order: Order) -> Thanks:
    day = date_format(gift.send_at.astimezone(zone_named(gift.time_zone)), "j F Y, H:i")
    words = {"title": order.title, "name": gift.recipient_name, "email": gift.recipient_email, "day": day}
    at_once = order.paid_at is not None and gift.send_at <= order.paid_at
    text = _("%(title)s goes to %(name)s, %(email)s, now.") if at_once else _(
        "%(title)s goes to %(name)s, %(email)s, on %(day)s."
    )  # fmt: skip
    heading = _("Your gift for %(name)s is ready.") % words
    return Thanks("gift", heading, text % words, _("See the gift"), giver_path(gift))


def _for_team(team: Team) -> Thanks:
    seats = team.line.quantity
    text = ngettext("%(n)s seat of %(title)s is ready.", "%(n)s seats of %(title)s are ready.", seats)
    said = f"{text % {'n': seats, 'title': team.line.title}} {_('Invite your team.')}"
    return Thanks("team", _("Your team can begin."), said, _("Invite your team"), path_to("orders:team", team.code))


def _for_later(line: OrderLine) -> Thanks:
    words = {"title": line.title, "day": date_format(line.delivers_at, "j F Y")}
    text = _("You have ordered ahead: %(title)s opens for you on %(day)s.") % words
    return Thanks("later", _("It is yours on %(day)s.") % words, text, _("Go to your account"), "/account/")
