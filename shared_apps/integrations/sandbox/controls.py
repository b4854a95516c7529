"""What the control page of the sandbox can make happen to a payment, by name."""

from collections.abc import Callable
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import FactKind, MovementKind, PaymentState
from shared_apps.integrations.sandbox import books, complaints, events, tokens
from shared_apps.practice.models import PracticeEvent, PracticePayment
from shared_apps.practice.tasks import send_event

_WAITING = (PaymentState.PENDING, PaymentState.NEEDS_ACTION)
_KINDS = {PaymentState.SUCCEEDED: FactKind.PAYMENT_SUCCEEDED, PaymentState.DECLINED: FactKind.PAYMENT_FAILED}


def settle_now(payment: PracticePayment) -> None:
    """The money arrives, or does not, as the card says."""
    if payment.state not in _WAITING:
        raise ProviderError("This payment waits for nothing.", permanent=True)
    _tell(books.settle(payment, failure=payment.becomes))


def fail_now(payment: PracticePayment) -> None:
    """The money does not arrive."""
    if payment.state not in _WAITING:
        raise ProviderError("This payment waits for nothing.", permanent=True)
    _tell(books.settle(payment, failure="processing_error"))


def tell_late(payment: PracticePayment) -> None:
    """Yesterday's news of this payment arrives today."""
    _tell(payment, ago=timedelta(days=1))


def tell_again(payment: PracticePayment) -> None:
    """The last event of this payment is sent once more, or what became of it three times at once."""
    last = PracticeEvent.objects.filter(account=payment.account, reference=payment.reference).order_by("-pk").first()
    event = last or _tell(payment)
    for _time in range(3):
        send_event.delay(event_id=event.event_id)


def fail_renewals(payment: PracticePayment) -> None:
    """The card that was kept with this payment is empty from now on."""
    if payment.method is None:
        raise ProviderError("No card was kept with this payment.", permanent=True)
    payment.method.fails_later = "insufficient_funds"
    payment.method.save(update_fields=["fails_later"])


def open_dispute(payment: PracticePayment) -> None:
    """The card's owner complains to their bank."""
    if payment.state != PaymentState.SUCCEEDED:
        raise ProviderError("Only what was paid can be disputed.", permanent=True)
    complaints.open_dispute(payment)


def return_refund(payment: PracticePayment) -> None:
    """The buyer's bank sends the last refund back."""
    back = books.take_refund_back(payment)
    events.announce_payment(
        FactKind.REFUND_FAILED, payment, subject=back.subject, amount=-back.amount, reason="account_closed"
    )


def pay_out(account: str, currency: str) -> PracticeEvent:
    """The balance goes to the bank."""
    subject = tokens.random("sbx_po")
    moved = books.pay_out(account, subject=subject, currency=currency)
    facts = {"reference": subject, "amount": -moved.amount, "currency": currency, "subject": subject}
    return events.announce(account, FactKind.PAYOUT_PAID, facts)


def _tell(payment: PracticePayment, *, ago: timedelta = timedelta()) -> PracticeEvent:
    kind = _KINDS.get(PaymentState(payment.state))
    if kind is None:
        raise ProviderError("This payment has not ended yet.", permanent=True)
    return events.announce_payment(kind, payment, occurred_at=clock.now() - ago)


def _acts_for(payment: PracticePayment) -> list[str]:
    if payment.state in _WAITING:
        return ["settle", "fail"]
    kinds = {movement.kind for movement in payment.movements.all()}
    names = ["late", "again"]
    if payment.method is not None and not payment.method.fails_later:
        names.append("renewals")
    if sum(row.amount for row in payment.movements.all() if row.kind == MovementKind.REFUND):
        names.append("returned")
    if MovementKind.DISPUTE in kinds:
        return names if MovementKind.DISPUTE_WON in kinds else [*names, "won", "lost"]
    return [*names, "dispute"] if payment.state == PaymentState.SUCCEEDED else names


def offered(payment: PracticePayment) -> list[tuple[str, str | Promise]]:
    """Names and labels of what makes sense for a payment as it stands."""
    return [(name, ACTS[name][0]) for name in _acts_for(payment)]


ACTS: dict[str, tuple[str | Promise, Callable[[PracticePayment], object]]] = {
    "settle": (_("Let the bank answer"), settle_now),
    "fail": (_("Let it fail"), fail_now),
    "late": (_("Webhook a day late"), tell_late),
    "again": (_("Webhook three times"), tell_again),
    "renewals": (_("Let renewals fail"), fail_renewals),
    "returned": (_("Refund comes back"), return_refund),
    "dispute": (_("Open a dispute"), open_dispute),
    "won": (_("Dispute won"), lambda payment: complaints.close_dispute(payment, won=True)),
    "lost": (_("Dispute lost"), lambda payment: complaints.close_dispute(payment, won=False)),
}
