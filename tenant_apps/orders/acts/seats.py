"""More seats for a team, or fewer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from marque.kit.errors import Refused
from tenant_apps.orders import actions
from tenant_apps.orders.actions.changing import quote_change
from tenant_apps.orders.acts.act import Act, Question, changeable
from tenant_apps.orders.letters import cents, on_day
from tenant_apps.orders.models import Subscription
from tenant_apps.orders.standing import team_of
from tenant_apps.orders.terms import Terms


class SeatsForm(forms.Form):
    """How many seats from now on."""

    seats = forms.IntegerField(label=_lazy("Seats"), min_value=1, max_value=1_000)

    def __init__(self, data: Any, held: Subscription) -> None:
        super().__init__(data, initial={"seats": held.line.quantity})
        field = self.fields["seats"]
        field.max_value = held.offer.team_most or held.line.quantity  # type: ignore[attr-defined]
        field.widget.attrs["max"] = field.max_value  # type: ignore[attr-defined]


def _terms_for(held: Subscription, seats: int) -> Terms:
    """What was agreed, for so many seats."""
    return replace(held.terms, amount=held.amount // held.line.quantity * seats)


def _ask_seats(held: Subscription, now: datetime, data: Any) -> Question:
    one = quote_change(subscription=held, terms=_terms_for(held, held.line.quantity + 1), now=now)
    words = {
        "n": held.line.quantity,
        "each": cents(_terms_for(held, 1).money),
        "rhythm": held.rhythm,
        "now": cents(one.due_now),
        "date": on_day(held, held.period_ends_at),
        "card": held.method or _("the card"),
    }
    points = [
        _("You have %(n)s seats, each %(each)s %(rhythm)s.") % words,
        _("A seat you add now costs %(now)s until %(date)s, charged to %(card)s, before tax.") % words,
        _("With fewer seats you pay less from %(date)s. Until then everybody stays.") % words,
    ]
    return Question(_("Change the seats of %(title)s"), points, _("Change the seats"), SeatsForm(data, held))


def _seats(held: Subscription, now: datetime, entered: dict[str, Any], by: Any) -> str:
    seats, team = entered["seats"], team_of(held)
    if team is None or seats < max(team.used, held.offer.team_least or 1):
        least = max(team.used if team else 1, held.offer.team_least or 1)
        raise Refused(_("%(n)s seats are in use or agreed. Take people out first.") % {"n": least}, field="seats")
    terms = _terms_for(held, seats)
    change = actions.change_plan(subscription=held, offer=held.offer, terms=terms, now=now, seats=seats, by=by)
    if change.applied_at:
        return _("Your team has %(n)s seats now.") % {"n": seats}
    if change.withdrawn_at:
        raise Refused(_("The card was declined, so nothing has changed and nothing was charged."))
    if change.order_id:
        return _("Your bank is answering. Look again in a minute.")
    return _("Your team has %(n)s seats from %(date)s.") % {"n": seats, "date": on_day(held, held.period_ends_at)}


def _may_resize(held: Subscription) -> bool:
    return changeable(held) and held.offer.for_teams and team_of(held) is not None


SEATS = Act("seats", _lazy("Change the seats"), _may_resize, _ask_seats, _seats)
