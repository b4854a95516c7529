"""What the sandbox remembers: charges, refunds, disputes and payouts, each once."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Sum

from marque.kit import clock
from marque.kit.money import Money
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import MovementKind, PaymentRequest, PaymentState
from shared_apps.integrations.sandbox import tokens
from shared_apps.practice.models import PracticeMethod, PracticeMovement, PracticePayment

FEE_PERCENT, FEE_FIXED = 29, 30  # per mille, minor units: as a card costs in most places
DISPUTE_FEE = 1500


@transaction.atomic(using="control")
def charge(account: str, request: PaymentRequest, card: dict[str, Any]) -> PracticePayment:
    """The charge of this key: made now, or as it was made before."""
    failure, waits = card["failure"], card["asks"] or card["settles_after"]
    state = PaymentState.SUCCEEDED
    if waits:
        state = PaymentState.NEEDS_ACTION if card["asks"] else PaymentState.PENDING
    elif failure:
        state = PaymentState.DECLINED
    now = clock.now()
    payment, fresh = PracticePayment.objects.get_or_create(
        account=account,
        idempotency_key=request.idempotency_key,
        defaults={
            "reference": tokens.reference(account, "sbx_pay", request.idempotency_key),
            "amount": request.money.amount,
            "currency": request.money.currency,
            "state": state,
            "failure_code": "" if waits else failure,
            "becomes": failure if waits else "",
            "settles_at": now + timedelta(seconds=card["settles_after"]) if card["settles_after"] else None,
            "brand": card["brand"],
            "last4": card["last4"],
        },
    )
    if fresh and request.save_method:
        payment.method = keep(account, card, tokens.random("sbx_pm"))
        payment.save(update_fields=["method"])
    if fresh and state is PaymentState.SUCCEEDED:
        _take(payment)
    return payment


def keep(account: str, card: dict[str, Any], token: str) -> PracticeMethod:
    """Keep a card under this token, once."""
    shown = {"brand": card["brand"], "last4": card["last4"], "fails_later": card["fails_later"]}
    method, _new = PracticeMethod.objects.get_or_create(account=account, token=token, defaults=shown)
    return method


@transaction.atomic(using="control")
def settle(payment: PracticePayment, *, failure: str) -> PracticePayment:
    """End a charge that waited. One that has ended stays as it is."""
    payment = PracticePayment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
    if payment.state not in (PaymentState.NEEDS_ACTION, PaymentState.PENDING):
        return payment
    payment.failure_code = failure
    payment.state = PaymentState.DECLINED if failure else PaymentState.SUCCEEDED
    payment.save(update_fields=["state", "failure_code"])
    if not failure:
        _take(payment)
    return payment


def brought_up_to_date(payment: PracticePayment) -> PracticePayment:
    """A delayed charge is settled by whoever looks after its time."""
    due = payment.settles_at is not None and payment.settles_at <= clock.now()
    return settle(payment, failure=payment.becomes) if due else payment


@transaction.atomic(using="control")
def refund(payment: PracticePayment, *, subject: str, amount: int) -> PracticeMovement:
    """Give back a part; never more in sum than was taken."""
    PracticePayment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
    known = payment.movements.filter(kind=MovementKind.REFUND, subject=subject).first()
    if known is not None:
        return known
    given = -(payment.movements.filter(kind=MovementKind.REFUND).aggregate(sum=Sum("amount"))["sum"] or 0)
    if amount > payment.amount - given or payment.state != PaymentState.SUCCEEDED:
        raise ProviderError("The refund is more than what is left of the payment.", permanent=True)
    return move(payment, MovementKind.REFUND, subject, -amount)


@transaction.atomic(using="control")
def take_refund_back(payment: PracticePayment) -> PracticeMovement:
    """The last refund that has not come back yet comes back; a permanent ProviderError when there is none."""
    PracticePayment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
    refunds = payment.movements.filter(kind=MovementKind.REFUND)
    back = set(refunds.filter(amount__gt=0).values_list("subject", flat=True))
    given = [row for row in refunds.filter(amount__lt=0).order_by("pk") if f"{row.subject}_back"[-60:] not in back]
    if not given:
        raise ProviderError("There is no refund that could come back.", permanent=True)
    move(payment, MovementKind.REFUND, f"{given[-1].subject}_back"[-60:], -given[-1].amount)
    return given[-1]


def move(payment: PracticePayment, kind: MovementKind, subject: str, amount: int, fee: int = 0) -> PracticeMovement:
    """Write a change of the balance down, once for each subject."""
    movement, _new = PracticeMovement.objects.get_or_create(
        account=payment.account,
        kind=kind,
        subject=subject,
        defaults={
            "payment": payment, "amount": amount, "fee": fee, "currency": payment.currency, "created_at": clock.now()
        },
    )  # fmt: skip
    return movement


def pay_out(account: str, *, subject: str, currency: str) -> PracticeMovement:
    """Send an account's whole balance to its bank."""
    sums = PracticeMovement.objects.filter(account=account, currency=currency).aggregate(a=Sum("amount"), f=Sum("fee"))
    balance = (sums["a"] or 0) - (sums["f"] or 0)
    if balance <= 0:
        raise ProviderError(f"There is no balance in {currency} to pay out.", permanent=True)
    return PracticeMovement.objects.create(
        account=account, kind=MovementKind.PAYOUT, subject=subject, amount=-balance, currency=currency
    )


def fee_of(money: Money) -> int:
    """What the sandbox keeps of a charge."""
    return min(money.amount, money.amount * FEE_PERCENT // 1000 + FEE_FIXED)


def _take(payment: PracticePayment) -> None:
    payment.fee = fee_of(Money(payment.amount, payment.currency))
    payment.save(update_fields=["fee"])
    move(payment, MovementKind.PAYMENT, payment.reference, payment.amount, payment.fee)
