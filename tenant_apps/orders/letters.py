"""What we write to subscribers, each letter once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marque.kit.http import tenant_url
from marque.kit.mail.send import send_email
from marque.kit.money import Money
from marque.kit.tenancy.addresses import path_to
from marque.kit.zones import zone_named
from tenant_apps.orders.models import Ending, Subscription
from tenant_apps.orders.subscriptions import card_path, patience
from themes.brand import current_brand


@dataclass(frozen=True)
class Letter:
    """An email of a heading, some sentences and a button."""

    purpose: str
    subject: str
    heading: str
    text: list[str]
    button: tuple[str, str]
    small: str = ""
    more: dict[str, Any] = field(default_factory=dict)


def send(held: Subscription, letter: Letter, *, once: str) -> None:
    """Send a letter about a subscription, once for each occasion."""
    label, path = letter.button
    send_email(
        to=held.person.email,
        subject=letter.subject,
        template="orders/mail/subscription",
        context={"letter": letter, "label": label, "url": tenant_url(path), "held": held},
        purpose=letter.purpose,
        once_key=f"{letter.purpose}:{held.key}:{once}",
        language=held.person.language or None,
        reply_to=current_brand().support_email,
    )


def cents(money: Money) -> str:
    """As sums are written."""
    return money.format(get_language() or "en", cents=True)


def on_day(held: Subscription, moment: datetime | None) -> str:
    """A day on the business's calendar."""
    if moment is None:
        return ""
    return date_format(moment.astimezone(zone_named(held.time_zone)), "j F Y")


def _page(held: Subscription) -> str:
    return path_to("orders:subscription", held.code)


def _price(held: Subscription) -> str:
    return f"{cents(held.money)} {held.rhythm}"


def trial_begun(held: Subscription) -> Letter:
    """What happens at the end of the trial, said at its beginning."""
    words = {"title": held.title, "date": on_day(held, held.trial_ends_at), "price": _price(held)}
    return Letter(
        "trial_begun",
        _("Your trial of %(title)s") % words,
        _("Your trial has begun"),
        [
            _("%(title)s is free for you until %(date)s. From then on it is %(price)s.") % words,
            _("Cancel before that day and nothing is charged. We write to you before it ends."),
        ],
        (_("See your subscription"), _page(held)),
    )


def trial_ending(held: Subscription) -> Letter:
    """A few days before money is asked for."""
    words = {"title": held.title, "date": on_day(held, held.trial_ends_at), "price": _price(held)}
    card = _("We charge %(card)s on that day.") % {"card": held.method} if held.method else ""
    return Letter(
        "trial_ending",
        _("Your trial of %(title)s ends on %(date)s") % words,
        _("Your trial ends on %(date)s") % words,
        [
            _("From then on %(title)s is %(price)s.") % words + (f" {card}" if card else ""),
            _("If it is not for you, cancel before that day and nothing is charged."),
        ],
        (_("Keep or cancel it"), _page(held)),
    )


def payment_failed(held: Subscription, failures: int) -> Letter:
    """A decline, what follows, and the way to another card without signing in."""
    last = failures > len(patience().retry_days)
    words = {"title": held.title, "amount": cents(held.money), "date": on_day(held, held.due_at)}
    after = _("This was our last try. Without a payment %(title)s closes on %(date)s.") if last else _(
        "We try again on %(date)s. Everything stays open until then."
    )  # fmt: skip
    return Letter(
        "payment_failed",
        _("We could not take your payment for %(title)s") % words,
        _("Your payment did not go through"),
        [_("Your bank declined %(amount)s for %(title)s. Nothing was charged.") % words, after % words],
        (_("Update your card"), card_path(held)),
        _("The link works for 60 days and needs no password. Whoever has it can only pay for you."),
    )


def lapsed(held: Subscription) -> Letter:
    """It closed."""
    words = {"title": held.title, "amount": cents(held.money)}
    return Letter(
        "subscription_lapsed",
        _("%(title)s is closed") % words,
        _("%(title)s is closed") % words,
        [
            _("We could not take %(amount)s, so your subscription has ended. Nothing more is charged.") % words,
            _("Pay with another card and it opens again at once, with everything you had."),
        ],
        (_("Pay and open it again"), card_path(held)),
    )


def cancelled(held: Subscription) -> Letter:
    """Until when it stays open."""
    words = {"title": held.title, "date": on_day(held, held.ends_at)}
    return Letter(
        "subscription_cancelled",
        _("%(title)s ends on %(date)s") % words,
        _("Your subscription ends on %(date)s") % words,
        [
            _("%(title)s stays open until then. Nothing is charged after that day.") % words,
            _("Changed your mind? Take it back with one press, any time before."),
        ],
        (_("See your subscription"), _page(held)),
    )


def ended(held: Subscription) -> Letter:
    """It ended at once, or its time came."""
    words = {"title": held.title}
    text = _("%(title)s is closed. Nothing more is charged.") if held.ended_because != Ending.REFUNDED else _(
        "The money went back, so %(title)s is closed. Nothing more is charged."
    )  # fmt: skip
    return Letter(
        "subscription_ended",
        _("Your subscription to %(title)s has ended") % words,
        _("Your subscription has ended"),
        [text % words],
        (_("See your account"), path_to("people:account")),
    )


def paused(held: Subscription) -> Letter:
    """Nothing is charged for a while."""
    words = {"title": held.title, "date": on_day(held, held.resumes_at)}
    until = _("It goes on by itself on %(date)s.") if held.resumes_at else _("It goes on when you say so.")
    return Letter(
        "subscription_paused",
        _("%(title)s is paused") % words,
        _("Your subscription is paused"),
        [_("Nothing is charged for %(title)s while it is paused.") % words, until % words],
        (_("See your subscription"), _page(held)),
    )


def changed(held: Subscription) -> Letter:
    """What holds from now on."""
    words = {"title": held.offer.title, "price": _price(held), "date": on_day(held, held.period_ends_at)}
    return Letter(
        "subscription_changed",
        _("Your plan is now %(title)s") % words,
        _("Your plan is now %(title)s") % words,
        [_("It is %(price)s. The next payment is on %(date)s.") % words],
        (_("See your subscription"), _page(held)),
    )


def completed(held: Subscription) -> Letter:
    """The last instalment."""
    words = {"title": held.title}
    return Letter(
        "plan_completed",
        _("%(title)s is paid in full") % words,
        _("All paid. It is yours."),
        [_("That was the last payment for %(title)s. It stays open for good.") % words],
        (_("Go to your learning"), "/learn/"),
    )


def win_back(held: Subscription) -> Letter:
    """Once, some time after the end."""
    words = {"title": held.title, "price": _price(held)}
    return Letter(
        "win_back",
        _("%(title)s is still here") % words,
        _("Would you like to come back?"),
        [
            _("%(title)s goes on without you. If the time is better now, it opens the minute you return.") % words,
            _("This is the only time we ask."),
        ],
        (_("See %(title)s") % words, path_to("orders:checkout", held.offer.slug)),
    )
