"""The end of a subscription, and the way back from it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tenant_apps.orders import actions
from tenant_apps.orders.actions.ending import end_of_duty
from tenant_apps.orders.acts.act import Act, Question
from tenant_apps.orders.letters import cents, on_day
from tenant_apps.orders.models import Subscription
from tenant_apps.orders.models import SubscriptionState as State


class EndingForm(forms.Form):
    """When it ends."""

    when = forms.ChoiceField(label=_lazy("When"), widget=forms.RadioSelect)

    def __init__(self, data: Any, held: Subscription, now: datetime) -> None:
        ends = end_of_duty(held)
        # what is overdue has nothing left to run out; a plan is a price in parts
        at_once = bool(held.instalments) or ends <= now
        super().__init__(data, initial={"when": "now" if at_once else "later"})
        day = on_day(held, ends)
        later = [("later", _("On %(date)s, when what is paid is over") % {"date": day})]
        self.fields["when"].choices = [  # type: ignore[attr-defined]
            *([] if at_once else later),
            ("now", _("At once. It closes today; nothing goes back by itself")),
        ]


def _ask_end(held: Subscription, now: datetime, data: Any) -> Question:
    points = [_("Nothing more is charged after it ends.")]
    if held.instalments:
        points = [_("%(amount)s of the plan is not paid. Access ends with the plan.") % {"amount": cents(held.rest)}]
    elif held.minimum_terms > held.terms_paid > 0:
        day = on_day(held, end_of_duty(held))
        points.append(_("The minimum term runs until %(date)s and is charged until then.") % {"date": day})
    return Question(_("End %(title)s?"), points, _("End it"), EndingForm(data, held, now), danger=True)


def _end(held: Subscription, now: datetime, entered: dict[str, Any], by: Any) -> str:
    at_once = entered["when"] == "now"
    ended = actions.cancel_subscription(subscription=held, now=now, at_once=at_once, by=by)
    return _("It has ended.") if at_once else _("It ends on %(date)s.") % {"date": on_day(ended, ended.ends_at)}


def _ask_keep(held: Subscription, now: datetime, data: Any) -> Question:
    words = {"amount": cents(held.money), "date": on_day(held, held.period_ends_at)}
    points = [_("It goes on as before. The next payment is %(amount)s on %(date)s.") % words]
    return Question(_("Keep %(title)s?"), points, _("Keep it"), forms.Form(data))


def _keep(held: Subscription, now: datetime, entered: dict[str, Any], by: Any) -> str:
    actions.keep_subscription(subscription=held, now=now, by=by)
    return _("It goes on.")


_RUNNING = (State.ACTIVE, State.TRIALING, State.PAST_DUE, State.PAUSED)
CONTINUATION = Act("continuation", _lazy("Keep it"), lambda held: held.state == State.CANCELLED, _ask_keep, _keep)
ENDING = Act("ending", _lazy("End it"), lambda held: held.state in _RUNNING, _ask_end, _end)
