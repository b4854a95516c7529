"""What can be done to a subscription, by its person and by the business: asked with clear amounts, then done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from marque.kit import clock, signing
from marque.kit.errors import Refused
from marque.kit.money import Money
from tenant_apps.orders import actions
from tenant_apps.orders.actions.changing import quote_change
from tenant_apps.orders.actions.ending import end_of_duty
from tenant_apps.orders.actions.subscribing import agreed
from tenant_apps.orders.letters import cents, on_day
from tenant_apps.orders.models import Subscription, SubscriptionState
from tenant_apps.orders.plans import Plan, plans_for
from tenant_apps.orders.prospects import tax_at
from tenant_apps.orders.rhythm import zone_named
from tenant_apps.orders.standing import team_of
from tenant_apps.orders.terms import Terms

State = SubscriptionState
# what a page announced is what is charged, for as long as somebody reads it
QUOTE, QUOTE_LASTS = "orders.plan_quote", timedelta(minutes=30)


@dataclass(frozen=True)
class Question:
    """What is about to happen, before it does."""

    title: str
    points: list[str]
    button: str
    form: forms.Form = field(default_factory=forms.Form)
    danger: bool = False


@dataclass(frozen=True)
class Act:
    """One thing to do, under its own address."""

    name: str
    label: Any
    offered: Callable[[Subscription], bool]
    ask: Callable[[Subscription, datetime, Any], Question]
    do: Callable[[Subscription, datetime, dict[str, Any], Any], str]


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


class PauseForm(forms.Form):
    """Until when."""

    resumes_at = forms.DateField(
        label=_lazy("Go on by itself on"),
        required=False,
        help_text=_lazy("Leave it empty to go on when you say so."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


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


def _ask_rest(held: Subscription, now: datetime, data: Any) -> Question:
    words = {"amount": cents(held.rest), "n": held.left, "card": held.method or _("the card")}
    taxed = tax_words(held, held.rest)
    points = [
        _("%(amount)s for the %(n)s payments left is charged now to %(card)s.") % words,
        *([taxed] if taxed else []),
        _("Then it is paid, and stays yours."),
    ]
    return Question(_("Pay the rest of %(title)s?"), points, _("Pay %(amount)s") % words, forms.Form(data))


def tax_words(held: Subscription, amount: Money) -> str:
    """What tax makes of an amount, where it comes on top; nothing where it does not."""
    tax = tax_at(held, amount)
    if not tax:
        return ""
    words = {"tax": cents(tax), "total": cents(amount + tax)}
    return _("With %(tax)s tax that is %(total)s.") % words


def _rest(held: Subscription, now: datetime, entered: dict[str, Any], by: Any) -> str:
    payment = actions.pay_rest(subscription=held, now=now, by=by)
    if payment is None or payment.settled_at is None:
        return _("Your bank is answering. Look again in a minute.")
    if payment.state == "failed":
        raise Refused(payment.failure_message or _("The payment did not go through. Nothing was charged."))
    return _("Paid. It is yours.")


def _calm(held: Subscription) -> bool:
    return held.state == State.ACTIVE and not held.instalments


def _changeable(held: Subscription) -> bool:
    return held.state in (State.ACTIVE, State.TRIALING) and not held.instalments


def _may_change(held: Subscription) -> bool:
    return _changeable(held) and team_of(held) is None and bool(plans_for(held, now=clock.now()))


def _may_resize(held: Subscription) -> bool:
    return _changeable(held) and held.offer.for_teams and team_of(held) is not None


_RUNNING = (State.ACTIVE, State.TRIALING, State.PAST_DUE, State.PAUSED)
ACTS = {
    act.name: act
    for act in (
        Act(
            "rest",
            _lazy("Pay the rest"),
            lambda held: bool(held.instalments) and held.state in (State.ACTIVE, State.PAST_DUE),
            _ask_rest,
            _rest,
        ),
        Act("resumption", _lazy("Go on"), lambda held: held.state == State.PAUSED, _ask_resume, _resume),
        Act("continuation", _lazy("Keep it"), lambda held: held.state == State.CANCELLED, _ask_keep, _keep),
        Act("plan", _lazy("Change plan"), _may_change, _ask_plan, _change),
        Act("seats", _lazy("Change the seats"), _may_resize, _ask_seats, _seats),
        Act("pause", _lazy("Pause"), _calm, _ask_pause, _pause),
        Act("ending", _lazy("End it"), lambda held: held.state in _RUNNING, _ask_end, _end),
    )
}


def acts_for(held: Subscription, *, by_business: bool = False) -> list[Act]:
    """What is on offer now. A plan of instalments is not the buyer's to end: it is a price in parts."""
    offered = [act for act in ACTS.values() if act.offered(held)]
    if held.instalments and not by_business:
        return [act for act in offered if act.name != "ending"]
    return offered
