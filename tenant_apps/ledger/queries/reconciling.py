"""Our payments against a gateway's own books: what one side knows and the other does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db.models import Q

from marque.kit.money import Money
from marque.kit.tenancy.context import require_tenant
from shared_apps.integrations.ports.payments import Movement, MovementKind
from tenant_apps.ledger.merchant import platform_collects
from tenant_apps.ledger.models import LedgerTransaction, Payout, PayoutMethod
from tenant_apps.ledger.queries.verifying import Problem
from tenant_apps.orders.models import Dispute, Payment, PaymentState, Refund
from tenant_apps.payments.actions.choosing import PRACTICE
from tenant_apps.payments.gateways import payment_settings

# two clocks: what happened near the edges may stand in the next report
_EDGE = timedelta(hours=1)
_TRANSFERS = (MovementKind.TRANSFER, MovementKind.TRANSFER_RETURNED)
_LOST_WEBHOOK = "Let the gateway send its webhooks again; if they fail, write it down by hand."


def differences(*, gateway: str, movements: Iterable[Movement], since: datetime, until: datetime) -> list[Problem]:
    """Everything that differs between the gateway's report of that time and our rows."""
    report = list(movements)
    references = {movement.payment_reference or movement.reference for movement in report}
    ours = {
        payment.reference: payment
        for payment in Payment.objects.filter(gateway=gateway, reference__in=references).select_related("order")
    }
    found = [problem for movement in report for problem in _of(gateway, movement, ours)]
    return [*found, *_missing_there(gateway, report, since + _EDGE, until - _EDGE)]


def _of(gateway: str, movement: Movement, ours: dict[str, Payment]) -> Iterator[Problem]:
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
            says = f"The gateway gave {_words(money)} back, and no refund here says so."
            yield Problem("refund", about, says, _LOST_WEBHOOK)
    elif movement.kind == MovementKind.DISPUTE and not Dispute.objects.filter(payment=payment).exists():
        says = f"The gateway keeps {_words(money)} in dispute, and no dispute here says so."
        yield Problem("dispute", about, says, _LOST_WEBHOOK)
    elif movement.kind in _TRANSFERS:
        yield from _transfer(movement, money)
    elif movement.kind == MovementKind.OTHER and not _is_explained(gateway, movement):
        says = (
            f"The gateway moved {_words(Money(movement.net, movement.currency))}: {movement.words or 'no reason said'}."
        )
        yield Problem("adjustment", about, says, "Look it up there by this name, then post it on this page.")


def _transfer(movement: Movement, money: Money) -> Iterator[Problem]:
    sent = Payout.objects.filter(account__method=PayoutMethod.STRIPE, reference=movement.subject).first()
    if sent is None:
        says = f"The gateway transferred {_words(money)}, and no payout here says so."
        yield Problem("transfer", movement.subject, says, "Ask whoever made it there; take it back or post it.")
    elif movement.kind == MovementKind.TRANSFER_RETURNED and sent.paid_at:
        says = f"The gateway took {_words(money)} back, and payout {sent.code} says paid."
        yield Problem("transfer", movement.subject, says, _LOST_WEBHOOK)
    elif sent.money != money:
        yield Problem(
            "transfer", movement.subject, f"It carried {_words(money)}, payout {sent.code} {_words(sent.money)}."
        )


def _is_explained(gateway: str, movement: Movement) -> bool:
    return LedgerTransaction.objects.filter(source=adjustment_source(gateway, movement.reference)).exists()


def adjustment_source(gateway: str, reference: str) -> str:
    """Names the posting of a movement that is neither payment, refund, dispute, fee nor payout."""
    return f"adjustment:{gateway}:{reference}"[:80]


def is_ours(gateway: str, movement: Movement) -> bool:
    """Where the platform collects, its report holds all businesses': only what is known to be ours counts."""
    if not platform_collects() or gateway == PRACTICE:
        return True
    reference = movement.payment_reference or movement.reference
    known = Payment.objects.filter(gateway=gateway, reference=reference).exists()
    return known or movement.owner == str(require_tenant().id)


def _payment(movement: Movement, payment: Payment | None, money: Money) -> Iterator[Problem]:
    about = movement.payment_reference or movement.reference
    if payment is None or payment.state != PaymentState.SUCCEEDED:
        says = f"The gateway took {_words(money)}, and no paid order here says so."
        yield Problem("payment", about, says, "Give it back at the gateway, or write the order down by hand.")
    elif payment.money != money:
        yield Problem(
            "payment", about, f"The gateway took {_words(money)}, order {payment.order} says {_words(payment.money)}."
        )
    elif payment.fee_amount is not None and payment.fee_amount != movement.fee:
        fees = [_words(Money(amount, movement.currency)) for amount in (movement.fee, payment.fee_amount)]
        says = f"The gateway kept {fees[0]} as its fee, the books say {fees[1]}."
        yield Problem("fee", about, says, "Post the difference as an adjustment.")
    elif payment.platform_fee_at_source and movement.platform_fee not in (0, payment.platform_fee_amount):
        fees = [
            _words(Money(amount or 0, movement.currency))
            for amount in (movement.platform_fee, payment.platform_fee_amount)
        ]
        yield Problem("fee", about, f"The gateway kept {fees[0]} for the platform, the books say {fees[1]}.")


def _missing_there(gateway: str, report: list[Movement], since: datetime, until: datetime) -> Iterator[Problem]:
    there = {
        movement.payment_reference or movement.reference for movement in report if movement.kind == MovementKind.PAYMENT
    }
    here = Payment.objects.succeeded().filter(
        gateway=gateway, settled_at__gte=since, settled_at__lt=until, merchant__in=("", payment_settings().merchant)
    )
    for payment in here.exclude(reference__in=there).select_related("order").order_by("pk"):
        words = _words(payment.money)
        yield Problem(
            "payment", str(payment), f"Order {payment.order} was paid with {words}; the gateway has no such payment."
        )


def _words(money: Money) -> str:
    return money.format(cents=True)
