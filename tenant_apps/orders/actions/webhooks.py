"""What the gateway tells us by itself: kept first, handled after, each once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from marque.kit import clock
from marque.kit.facts.outbox import publish
from marque.kit.money import Money
from shared_apps.integrations.ports import payments as port
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import FactKind
from tenant_apps.orders.actions.asking import answer_challenge, take_late
from tenant_apps.orders.actions.disputing import close_dispute, note_dispute_fee, open_dispute
from tenant_apps.orders.actions.fees_back import ask_fee_back
from tenant_apps.orders.actions.recording import note_fee, record_payment
from tenant_apps.orders.actions.refund_failing import reopen_refund
from tenant_apps.orders.actions.refunding import note_refund
from tenant_apps.orders.events import GatewayReported, SurplusReturned
from tenant_apps.orders.gateways import NotConnected, gateway_of
from tenant_apps.orders.models import Dispute, GatewayEvent, Order, Payment, PaymentState


@transaction.atomic
def keep_event(*, gateway: str, fact: port.WebhookFact) -> tuple[GatewayEvent, bool]:
    """Store a verified webhook. (event, False) when it came before."""
    return GatewayEvent.objects.get_or_create(
        gateway=gateway,
        event_id=fact.event_id,
        defaults={
            "kind": fact.kind,
            "reference": fact.reference,
            "amount": fact.amount,
            "currency": fact.currency,
            "subject": fact.subject[:120],
            "reason": fact.reason[:120],
            "due_at": fact.due_at,
            "fee": fact.fee,
            "occurred_at": fact.occurred_at,
        },
    )


def handle_event(*, event: GatewayEvent) -> GatewayEvent:
    """Bring our rows in line with it. Events about payments we do not know yet wait for the next look.

    What goes back waits for the news that it came: webhooks overtake each other.
    So does a refund of a payment of which the platform's fee was kept, until the gateway says what came back of it.
    """
    try:
        fee_back = ask_fee_back(event)
    except ProviderError:
        return event
    event, payment = _handle(event, fee_back)
    if payment is None or event.processed_at:
        return event
    try:
        answered = _reach_out(payment, event)
    except NotConnected:
        answered = False
    if not answered:
        return event  # it is looked at again
    event.processed_at = clock.now()
    event.save(update_fields=["processed_at"])
    return event


def _reach_out(payment: Payment, event: GatewayEvent) -> bool:
    """Ask the gateway what has to be asked; whether it answered. A ProviderError reaches the reporter."""
    if event.kind != FactKind.PAYMENT_APPROVED:
        _give_back(payment)
    elif payment.state == PaymentState.FAILED:
        take_late(payment=payment)
    else:
        # the buyer said yes on the gateway's pages and may have closed them
        return answer_challenge(payment=payment, approved=True).state != PaymentState.CHALLENGED
    return True


@transaction.atomic
def _handle(event: GatewayEvent, fee_back: int | None) -> tuple[GatewayEvent, Payment | None]:
    event = GatewayEvent.objects.select_for_update().get(pk=event.pk)
    if event.processed_at:
        return event, None
    act = _ACTS.get(event.kind)
    payment = None
    if event.kind in _OF_NO_PAYMENT:
        publish(GatewayReported(event_id=event.pk))
    if event.kind == FactKind.REFUND_SETTLED:
        act = partial(_refunded, fee_back=fee_back)
    if act is not None:
        payment = Payment.objects.filter(gateway=event.gateway, reference=event.reference).first()
        if payment is None or (event.kind in _AFTER_THE_MONEY and not payment.settled_at):
            return event, None
        payment = act(payment, event)
    if payment is not None and (event.kind == FactKind.PAYMENT_APPROVED or _is_surplus(payment, event)):
        return event, payment
    event.processed_at = clock.now()
    event.save(update_fields=["processed_at"])
    return event, payment


def _is_surplus(payment: Payment, event: GatewayEvent) -> bool:
    """Did money come for a payment we had given up, when another one had paid the order?"""
    came = event.kind == FactKind.PAYMENT_SUCCEEDED
    return came and payment.state == PaymentState.FAILED and payment.money == event.money


def _give_back(payment: Payment) -> None:
    """The buyer pays once. A ProviderError reaches the reporter: somebody has to look."""
    gateway_of(payment).refund(
        port.RefundRequest(
            reference=payment.reference,
            money=payment.money,
            idempotency_key=f"surplus-{payment.key}",
            reason=_("This order was already paid."),
        )
    )


def _ended(state: port.PaymentState) -> Callable[[Payment, GatewayEvent], Payment]:
    def act(payment: Payment, event: GatewayEvent) -> Payment:
        if payment.money != event.money:
            return payment
        refused = state is port.PaymentState.DECLINED
        result = port.PaymentResult(
            state=state,
            reference=event.reference,
            amount=event.amount,
            currency=event.currency,
            failure_code="declined_later" if refused else "",
            message=_("Your bank did not pay. Nothing was charged.") if refused else "",
            fee=event.fee,
        )
        return record_payment(payment=payment, result=result)

    return act


def _fee_known(payment: Payment, event: GatewayEvent) -> Payment:
    if event.fee is None or event.currency != payment.currency:
        return payment
    return note_fee(payment=payment, fee=Money(event.fee, event.currency))


def _refunded(payment: Payment, event: GatewayEvent, *, fee_back: int | None) -> Payment:
    note_refund(
        payment=payment, reference=event.subject, amount=event.money, reason=event.reason, platform_fee=fee_back
    )
    return payment


def _refund_failed(payment: Payment, event: GatewayEvent) -> Payment:
    reopen_refund(payment=payment, reference=event.subject, amount=event.money, reason=event.reason)
    if not Payment.objects.succeeded().filter(pk=payment.pk).exists():
        publish(SurplusReturned(payment_id=payment.pk, event_id=event.pk))
    return payment


def _approved(payment: Payment, event: GatewayEvent) -> Payment:
    # it is looked up outside of this transaction
    return payment


def _paid_nothing(payment: Payment) -> bool:
    """Was it given up, so that what a bank says of its money is none of the order's business?"""
    Order.objects.select_for_update().get(pk=payment.order_id)
    return Payment.objects.filter(pk=payment.pk, state=PaymentState.FAILED).exists()


def _disputed(payment: Payment, event: GatewayEvent) -> Payment:
    if _paid_nothing(payment):
        return payment
    dispute = open_dispute(
        payment=payment, reference=event.subject, amount=event.money, reason=event.reason, due=event.due_at
    )
    _note_fee_of(dispute, event)
    return payment


def _note_fee_of(dispute: Dispute, event: GatewayEvent) -> None:
    if event.fee is not None and event.currency == dispute.currency:
        note_dispute_fee(dispute=dispute, fee=Money(event.fee, event.currency))


def _decided(*, won: bool) -> Callable[[Payment, GatewayEvent], Payment]:
    def act(payment: Payment, event: GatewayEvent) -> Payment:
        if _paid_nothing(payment):
            return payment
        # the decision may overtake the news of the dispute
        dispute = open_dispute(payment=payment, reference=event.subject, amount=event.money, reason=event.reason)
        close_dispute(dispute=dispute, won=won)
        _note_fee_of(dispute, event)
        return payment

    return act


_OF_NO_PAYMENT = (FactKind.PAYOUT_FAILED, FactKind.TRANSFER_RETURNED, FactKind.ACCOUNT_CHANGED)
_AFTER_THE_MONEY = (
    FactKind.REFUND_SETTLED,
    FactKind.REFUND_FAILED,
    FactKind.DISPUTE_OPENED,
    FactKind.DISPUTE_WON,
    FactKind.DISPUTE_LOST,
)
_ACTS: dict[str, Callable[[Payment, GatewayEvent], Payment]] = {
    FactKind.PAYMENT_SUCCEEDED: _ended(port.PaymentState.SUCCEEDED),
    FactKind.PAYMENT_FAILED: _ended(port.PaymentState.DECLINED),
    FactKind.PAYMENT_APPROVED: _approved,
    FactKind.PAYMENT_FEE_KNOWN: _fee_known,
    FactKind.REFUND_FAILED: _refund_failed,
    FactKind.DISPUTE_OPENED: _disputed,
    FactKind.DISPUTE_WON: _decided(won=True),
    FactKind.DISPUTE_LOST: _decided(won=False),
}
