"""Our payments against a gateway's own books: what one side knows and the other does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db.models import Q

from marque.kit.money import Money
from shared_apps.integrations.ports.payments import Movement, MovementKind
from tenant_apps.ledger.queries.verifying import Problem
from tenant_apps.orders.models import Dispute, Payment, PaymentState, Refund

# two clocks: what happened near the edges may stand in the next report
_EDGE = timedelta(hours=1)


def differences(*, gateway: str, movements: Iterable[Movement], since: datetime, until: datetime) -> list[Problem]:
    """Everything that differs between the gateway's report of that time and our rows."""
    report = list(movements)
    references = {movement.payment_reference or movement.reference for movement in report}
    ours = {
        payment.reference: payment
        for payment in Payment.objects.filter(gateway=gateway, reference__in=references).select_related("order")
    }
    found = [problem for movement in report for problem in _of(movement, ours)]
    return [*found, *_missing_there(gateway, report, since + _EDGE, until - _EDGE)]


def _of(movement: Movement, ours: dict[str, Payment]) -> Iterator[Problem]:
    payment = ours.get(movement.payment_reference or movement.reference)
    money = Money(abs(movement.amount), movement.currency)
    about = movement.subject or movement.payment_reference or movement.reference
    if movement.kind == MovementKind.PAYMENT:
        yield from _payment(movement, payment, money)
    elif movement.kind == MovementKind.REFUND:
        # one that came back went, too
        went = Q(settled_at__isnull=False) | Q(returned_at__isnull=False)
        known = Refund.objects.filter(went, payment=payment, amount=money.amount)
        if payment is None or not known.exists():
            yield Problem("refund", about, f"The gateway gave {_words(money)} back, and no refund here says so.")
    elif movement.kind == MovementKind.DISPUTE and not Dispute.objects.filter(payment=payment).exists():
        yield Problem("dispute", about, f"The gateway keeps {_words(money)} in dispute, and no dispute here says so.")


def _payment(movement: Movement, payment: Payment | None, money: Money) -> Iterator[Problem]:
    about = movement.payment_reference or movement.reference
    if payment is None or payment.state != PaymentState.SUCCEEDED:
        yield Problem("payment", about, f"The gateway took {_words(money)}, and no paid order here says so.")
    elif payment.money != money:
        yield Problem(
            "payment", about, f"The gateway took {_words(money)}, order {payment.order} says {_words(payment.money)}."
        )
    elif payment.fee_amount is not None and payment.fee_amount != movement.fee:
        fees = [_words(Money(amount, movement.currency)) for amount in (movement.fee, payment.fee_amount)]
        yield Problem("fee", about, f"The gateway kept {fees[0]} as its fee, the books say {fees[1]}.")


def _missing_there(gateway: str, report: list[Movement], since: datetime, until: datetime) -> Iterator[Problem]:
    there = {
        movement.payment_reference or movement.reference for movement in report if movement.kind == MovementKind.PAYMENT
    }
    here = Payment.objects.succeeded().filter(gateway=gateway, settled_at__gte=since, settled_at__lt=until)
    for payment in here.exclude(reference__in=there).select_related("order").order_by("pk"):
        words = _words(payment.money)
        yield Problem(
            "payment", str(payment), f"Order {payment.order} was paid with {words}; the gateway has no such payment."
        )


def _words(money: Money) -> str:
    return money.format(cents=True)
