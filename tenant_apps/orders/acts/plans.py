"""Another plan, at the amounts that the page announced."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from marque.kit import clock, signing
from marque.kit.errors import Refused
from tenant_apps.orders import actions
from tenant_apps.orders.actions.subscribing import agreed
from tenant_apps.orders.acts.act import Act, Question, changeable
from tenant_apps.orders.letters import cents, on_day
from tenant_apps.orders.models import Subscription
from tenant_apps.orders.plans import Plan, plans_for
from tenant_apps.orders.standing import team_of

# what a page announced is what is charged, for as long as somebody reads it
QUOTE, QUOTE_LASTS = "orders.plan_quote", timedelta(minutes=30)


class PlanForm(forms.Form):
    """Another plan, with what it costs beside it, as of the moment the page was made."""

    plan = forms.ChoiceField(label=_lazy("Change to"), widget=forms.RadioSelect)
    quoted = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, held: Subscription, now: datetime) -> None:
        fresh = signing.sign(QUOTE, [str(held.key), now.timestamp()], QUOTE_LASTS)
        known = _quoted_at(data, held) if data is not None else None
        self.quoted_at = known or now
        if data is not None and known is None:
            data = data.copy()
            data["quoted"] = fresh
        super().__init__(data, initial={"quoted": fresh})
        plans = plans_for(held, now=self.quoted_at)
        self.fields["plan"].choices = [(plan.key, _plan_words(plan, held)) for plan in plans]  # type: ignore[attr-defined]
        self.fields["plan"].error_messages["invalid_choice"] = _("The amounts have changed. Look at them again.")

    def clean_quoted(self) -> datetime:
        """When the amounts were right."""
        return self.quoted_at


def _quoted_at(data: Any, held: Subscription) -> datetime | None:
    """When the page was made; None where it was too long ago, or of another subscription."""
    try:
        key, moment = signing.unsign(QUOTE, data.get("quoted", ""))
    except signing.BadSignature:
        return None
    return datetime.fromtimestamp(moment, UTC) if key == str(held.key) else None


def _plan_words(plan: Plan, held: Subscription) -> str:
    words = {
        "title": plan.offer.title,
        "price": plan.price.words,
        "due": cents(plan.quote.due_now),
        "date": on_day(held, plan.quote.begins_at),
        "card": held.method or _("the card"),
    }
    if plan.quote.at_period_end:
        return _("%(title)s, %(price)s. Nothing now; it begins on %(date)s") % words
    if not plan.quote.due_now:
        return _("%(title)s, %(price)s. Nothing now; it holds at once") % words
    return _("%(title)s, %(price)s. %(due)s now to %(card)s, before tax; it holds at once") % words


def _ask_plan(held: Subscription, now: datetime, data: Any) -> Question:
    points = [_("You have %(title)s for %(price)s %(rhythm)s.")
        % {"title": held.title, "price": cents(held.money), "rhythm": held.rhythm}]  # fmt: skip
    return Question(_("Change %(title)s"), points, _("Change the plan"), PlanForm(data, held, now))


def _change(held: Subscription, now: datetime, entered: dict[str, Any], by: Any) -> str:
    plan = {plan.key: plan for plan in plans_for(held, now=entered["quoted"])}.get(entered["plan"])
    if plan is None:
        raise Refused(_("The amounts have changed. Look at them again."), field="plan")
    change = actions.change_plan(
        subscription=held,
        offer=plan.offer,
        terms=agreed(plan.price),
        now=now,
        quoted_at=entered["quoted"],
        expected=plan.quote.due_now,
        by=by,
    )
    if change.applied_at:
        return _("Your plan is %(title)s now.") % {"title": plan.offer.title}
    if change.withdrawn_at:
        raise Refused(_("The card was declined, so nothing has changed and nothing was charged."))
    if change.order_id:
        return _("Your bank is answering. Look again in a minute.")
    return _("%(title)s begins on %(date)s.") % {"title": plan.offer.title, "date": on_day(held, held.period_ends_at)}


def _may_change(held: Subscription) -> bool:
    return changeable(held) and team_of(held) is None and bool(plans_for(held, now=clock.now()))


PLAN = Act("plan", _lazy("Change plan"), _may_change, _ask_plan, _change)
