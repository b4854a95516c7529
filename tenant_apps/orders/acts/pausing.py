"""A pause, and going on after it."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from marque.kit.moments import DayField
from marque.kit.zones import zone_named
from tenant_apps.orders import actions
from tenant_apps.orders.acts.act import Act, Question
from tenant_apps.orders.letters import cents, on_day
from tenant_apps.orders.models import Subscription
from tenant_apps.orders.models import SubscriptionState as State


class PauseForm(forms.Form):
    """Until when."""

    resumes_at = DayField(
        label=_lazy("Go on by itself on"),
        required=False,
        help_text=_lazy("Leave it empty to go on when you say so."),
    )


def _ask_pause(held: Subscription, now: datetime, data: Any) -> Question:
    points = [
        _("Nothing is charged while it is paused."),
        _("What is paid stays open until %(date)s.") % {"date": on_day(held, held.period_ends_at)},
    ]
    return Question(_("Pause %(title)s?"), points, _("Pause it"), PauseForm(data))


def _pause(held: Subscription, now: datetime, entered: dict[str, Any], by: Any) -> str:
    day = entered["resumes_at"]
    until = datetime.combine(day, time(9), tzinfo=zone_named(held.time_zone)) if day else None
    actions.pause_subscription(subscription=held, now=now, until=until, by=by)
    return _("It is paused.")


def _ask_resume(held: Subscription, now: datetime, data: Any) -> Question:
    words = {"amount": cents(held.money), "card": held.method or _("the card")}
    if held.period_ends_at and held.period_ends_at > now:
        words["date"] = on_day(held, held.period_ends_at)
        points = [_("The next payment is %(amount)s on %(date)s.") % words]
    else:
        points = [_("%(amount)s is charged now to %(card)s, and a new period begins.") % words]
    return Question(_("Go on with %(title)s?"), points, _("Go on"), forms.Form(data))


def _resume(held: Subscription, now: datetime, entered: dict[str, Any], by: Any) -> str:
    actions.resume_subscription(subscription=held, now=now, by=by)
    actions.renew(subscription_id=held.pk, now=now)
    return _("It goes on.")


def _calm(held: Subscription) -> bool:
    return held.state == State.ACTIVE and not held.instalments


RESUMPTION = Act("resumption", _lazy("Go on"), lambda held: held.state == State.PAUSED, _ask_resume, _resume)
PAUSE = Act("pause", _lazy("Pause"), _calm, _ask_pause, _pause)
