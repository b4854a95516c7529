"""An order's history in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from tenant_apps.orders.models import Dispute, Order, OrderByHand, Payment, PaymentState, Refund


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
    by_hand = getattr(order, "by_hand", None)
    if by_hand is not None:
        yield _of_hand(by_hand)
    for payment in payments:
        yield _of_payment(payment)
    if order.paid_at:
        yield Moment(order.paid_at, _("Paid, number %(number)s given") % {"number": order.number}, tone="good")
    if order.cancelled_at:
        yield Moment(order.cancelled_at, _("Abandoned"), _("Nobody paid within a day."))
    for refund in order.refunds.select_related("by"):
        yield _of_refund(refund)
    for dispute in order.disputes.all():
        yield from _of_dispute(dispute)


def _of_hand(by_hand: OrderByHand) -> Moment:
    words = _("Written down by %(who)s: %(way)s")
    about = {"who": by_hand.by or _("the team"), "way": by_hand.get_paid_by_display().lower()}
    return Moment(by_hand.created_at, words % about, by_hand.reason or by_hand.reference)


def _of_refund(refund: Refund) -> Moment:
    words = _("%(amount)s refunded") if refund.settled_at else _("Refund of %(amount)s tried, and not made")
    if refund.returned_at:
        words = _("Refund of %(amount)s came back: the buyer has not got it")
        return Moment(
            refund.returned_at, words % {"amount": refund.money.format(cents=True)}, refund.failure_message, "bad"
        )
    words = words % {"amount": refund.money.format(cents=True)}
    by = _("by %(name)s") % {"name": refund.by} if refund.by else ""
    return Moment(refund.settled_at or refund.created_at, f"{words} {by}".strip(), refund.reason, "warn")


def _of_dispute(dispute: Dispute) -> Iterator[Moment]:
    words = _("The buyer's bank questions %(amount)s") % {"amount": dispute.money.format(cents=True)}
    yield Moment(dispute.opened_at, words, dispute.reason, "warn")
    if dispute.evidence_sent_at:
        yield Moment(dispute.evidence_sent_at, _("Evidence sent to the bank"))
    if dispute.won_at:
        yield Moment(dispute.won_at, _("Dispute won: the money is back"), tone="good")
    if dispute.lost_at:
        yield Moment(dispute.lost_at, _("Dispute lost: the buyer keeps the money"), tone="bad")


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
