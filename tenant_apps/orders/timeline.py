"""An order's history in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from tenant_apps.orders.models import Order, Payment, PaymentState


@dataclass(frozen=True)
class Moment:
    """Something that happened to an order."""

    at: datetime
    words: str
    detail: str = ""
    tone: str = ""


def timeline_of(order: Order, payments: Iterable[Payment]) -> list[Moment]:
    """Everything that happened, first to last."""
    return sorted(_moments(order, payments), key=lambda moment: moment.at)


def _moments(order: Order, payments: Iterable[Payment]) -> Iterator[Moment]:
    yield Moment(order.placed_at, _("Placed"), order.email)
    for payment in payments:
        yield _of_payment(payment)
    if order.paid_at:
        yield Moment(order.paid_at, _("Paid, number %(number)s given") % {"number": order.number}, tone="good")
    if order.cancelled_at:
        yield Moment(order.cancelled_at, _("Abandoned"), _("Nobody paid within a day."))
    refund = getattr(order, "refund", None)
    if refund is not None:
        words = _("Refunded") if refund.settled_at else _("Refund tried")
        by = _("by %(name)s") % {"name": refund.by} if refund.by else ""
        yield Moment(refund.settled_at or refund.created_at, f"{words} {by}".strip(), refund.reason, "warn")


def _of_payment(payment: Payment) -> Moment:
    at = payment.settled_at or payment.created_at
    match payment.state:
        case PaymentState.SUCCEEDED:
            return Moment(at, _("Payment taken"), payment.card, "good")
        case PaymentState.FAILED:
            return Moment(at, _("Payment declined"), payment.failure_message or payment.failure_code, "bad")
        case PaymentState.CHALLENGED:
            return Moment(at, _("The bank asked the buyer to confirm"), payment.card)
    return Moment(at, _("Payment started"), payment.card)
