"""Disputes in the sandbox: opened, won, lost. Each moves the balance and tells the business."""

from datetime import timedelta

from django.db import transaction

from marque.kit import clock
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import FactKind, MovementKind
from shared_apps.integrations.sandbox import books, events, tokens
from shared_apps.practice.models import PracticePayment

ANSWER_WITHIN = timedelta(days=9)


@transaction.atomic(using="control")
def open_dispute(payment: PracticePayment) -> None:
    """Take the money back for now, and a fee. A payment is disputed once."""
    subject = dispute_of(payment)
    if payment.movements.filter(kind=MovementKind.DISPUTE).exists():
        return
    books.move(payment, MovementKind.DISPUTE, subject, -payment.amount, books.DISPUTE_FEE)
    due_at = clock.now() + ANSWER_WITHIN
    events.announce_payment(
        FactKind.DISPUTE_OPENED,
        payment,
        subject=subject,
        reason="fraudulent",
        due_at=due_at,
        fee=books.DISPUTE_FEE,
    )


@transaction.atomic(using="control")
def close_dispute(payment: PracticePayment, *, won: bool) -> None:
    """The bank has decided. Won money comes back; the fee does not."""
    subject = dispute_of(payment)
    if not payment.movements.filter(kind=MovementKind.DISPUTE).exists():
        raise ProviderError("This payment is not disputed.", permanent=True)
    if won:
        books.move(payment, MovementKind.DISPUTE_WON, subject, payment.amount)
    events.announce_payment(FactKind.DISPUTE_WON if won else FactKind.DISPUTE_LOST, payment, subject=subject)


def dispute_of(payment: PracticePayment) -> str:
    """The dispute's reference."""
    return tokens.reference(payment.account, "sbx_dp", payment.reference)
