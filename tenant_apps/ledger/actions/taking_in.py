"""What only the gateway's report knows, into the book: fees beside payments' own, and what it paid to the bank."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.money import Money
from shared_apps.integrations.ports.payments import Movement, MovementKind
from tenant_apps.ledger.actions.posting import Leg, Pot, post
from tenant_apps.ledger.models import AccountKind, LedgerTransaction, Posting
from tenant_apps.ledger.queries.reconciling import adjustment_source
from tenant_apps.orders.actions import note_dispute_fee, note_fee
from tenant_apps.orders.models import Dispute, Order, Payment, PaymentState

# where the gateway's payouts arrive, and transfers by hand leave
BANK = "manual"
_CREATOR = Pot(AccountKind.CREATOR)


class NothingToExplain(Refused):
    """Nothing to post, or no reason."""

    field = "reason"
    message = _("Write what it was, and an amount other than nothing.")


def take_in(*, gateway: str, movements: Iterable[Movement]) -> int:
    """Post what is not in the book yet; how much that was. The same report twice changes nothing."""
    return sum(_take_in(gateway, movement) for movement in movements)


@transaction.atomic
def explain_movement(*, gateway: str, reference: str, money: Money, reason: str, by: Any = None) -> LedgerTransaction:
    """Post a movement that a person has looked up: the creator's gain, or loss where negative. Once for each."""
    if not money or not reason.strip() or not reference:
        raise NothingToExplain
    through = Pot(AccountKind.ADJUSTMENT)
    return post(
        kind=Posting.ADJUSTMENT,
        source=adjustment_source(gateway, reference),
        currency=money.currency,
        legs=[
            Leg(Pot(AccountKind.CASH, gateway=gateway), money.amount),
            Leg(through, money.amount),
            Leg(through, -money.amount),
            Leg(_CREATOR, -money.amount),
        ],
        note=reason.strip()[:300],
        by=by,
    )


def _take_in(gateway: str, movement: Movement) -> bool:
    match movement.kind:
        case MovementKind.PAYMENT:
            return _fee_of_payment(gateway, movement)
        case MovementKind.DISPUTE | MovementKind.DISPUTE_WON:
            return _fee_of_dispute(gateway, movement)
        case MovementKind.FEE:
            return _cost(gateway, movement, movement.fee - movement.amount)
        case MovementKind.PAYOUT | MovementKind.PAYOUT_RETURNED:
            return _to_the_bank(gateway, movement)
    return False


def _fee_of_payment(gateway: str, movement: Movement) -> bool:
    reference = movement.payment_reference or movement.reference
    unknown = Payment.objects.filter(
        gateway=gateway, reference=reference, currency=movement.currency, fee_amount=None, state=PaymentState.SUCCEEDED
    ).first()
    if unknown is None:
        return False
    note_fee(payment=unknown, fee=Money(movement.fee, movement.currency))
    return True


def _fee_of_dispute(gateway: str, movement: Movement) -> bool:
    """Known by the dispute itself, where it is one of ours; a fee that came back is only in the report."""
    ours = Dispute.objects.filter(payment__gateway=gateway, reference=movement.subject).first()
    if ours is None or movement.fee < 0:
        return _cost(gateway, movement, movement.fee)
    if not movement.fee or ours.fee_amount is not None or ours.currency != movement.currency:
        return False
    note_dispute_fee(dispute=ours, fee=Money(movement.fee, movement.currency))
    return True


def _cost(gateway: str, movement: Movement, cost: int) -> bool:
    """A fee beside the payment's own is the creator's cost; one that comes back is not."""
    source = f"gateway-fee:{gateway}:{movement.reference}"[:80]
    if not cost or LedgerTransaction.objects.filter(source=source).exists():
        return False
    fees = Pot(AccountKind.GATEWAY_FEES)
    legs = [
        Leg(Pot(AccountKind.CASH, gateway=gateway), -cost),
        Leg(fees, cost),
        Leg(fees, -cost),
        Leg(_CREATOR, cost),
    ]
    post(
        kind=Posting.FEE,
        source=source,
        currency=movement.currency,
        legs=legs,
        order=_order_of(gateway, movement),
        note=movement.words[:300],
        occurred_at=movement.at,
    )
    return True


def _to_the_bank(gateway: str, movement: Movement) -> bool:
    source = f"gateway-payout:{gateway}:{movement.reference}"[:80]
    if not movement.net or LedgerTransaction.objects.filter(source=source).exists():
        return False
    legs = [
        Leg(Pot(AccountKind.CASH, gateway=gateway), movement.net),
        Leg(Pot(AccountKind.CASH, gateway=BANK), -movement.net),
    ]
    post(
        kind=Posting.TRANSFER,
        source=source,
        currency=movement.currency,
        legs=legs,
        note=movement.subject,
        occurred_at=movement.at,
    )
    return True


def _order_of(gateway: str, movement: Movement) -> Order | None:
    paid = Payment.objects.filter(gateway=gateway, reference=movement.payment_reference).exclude(reference="")
    found = paid.select_related("order").first()
    return found.order if found else None
