"""The rest of a plan of instalments, paid at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from marque.kit.errors import Refused
from marque.kit.money import Money
from tenant_apps.orders import actions
from tenant_apps.orders.acts.act import Act, Question
from tenant_apps.orders.letters import cents
from tenant_apps.orders.models import Subscription
from tenant_apps.orders.models import SubscriptionState as State
from tenant_apps.orders.prospects import tax_at


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


def _owing(held: Subscription) -> bool:
    return bool(held.instalments) and held.state in (State.ACTIVE, State.PAST_DUE)


REST = Act("rest", _lazy("Pay the rest"), _owing, _ask_rest, _rest)
