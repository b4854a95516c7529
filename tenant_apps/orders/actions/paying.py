"""Paying: write down the intent, ask the gateway outside any transaction, write down the answer."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from marque.kit.money import Money
from marque.kit.tenancy.context import require_tenant
from shared_apps.integrations.ports import payments as port
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.plans.queries import sales_fee
from tenant_apps.orders.actions.awaiting import await_money
from tenant_apps.orders.actions.holding import retake
from tenant_apps.orders.actions.periods import keep_card, money_did_not_come
from tenant_apps.orders.actions.settling import mark_paid
from tenant_apps.orders.events import PaymentFailed, PaymentFeeKnown
from tenant_apps.orders.gateways import NotConnected, gateway_of, our_gateway
from tenant_apps.orders.links import return_url
from tenant_apps.orders.models import Order, Payment, PaymentState
from tenant_apps.payments.actions import keep_method
from tenant_apps.payments.gateways import payment_settings
from tenant_apps.payments.models import SavedMethod

UNREACHABLE = "gateway_refused"


class MoneyNotTaken(Refused):
    """The business's gateway does not take this currency or amount."""

    message = _lazy("This cannot be paid here. Nothing was charged.")


class CardRemoved(Refused):
    """The card was taken away, or is somebody else's."""

    message = _lazy("This card is not here any more. Nothing was charged. Choose another one.")


def pay(*, order: Order, method: str, gateway: str = "", save_method: bool = False, by: Any = None) -> Payment:
    """Pay an order with this card token. A second call while one is under way returns that one and charges nothing.

    `gateway` is the one its form came from; the chosen one if not said. Raises MoneyNotTaken.
    """
    payment, fresh = start_payment(order=order, method=method, gateway=gateway, save_method=save_method, by=by)
    return charge(payment=payment) if fresh else payment


def charge_later(*, order: Order, saved: SavedMethod) -> None:
    """Charge this card for what the order begins, without keeping it once more. Raises CardRemoved."""
    if saved.removed_at or saved.person_id != order.buyer_id:
        raise CardRemoved
    keep_card(order=order, method=saved)


def pay_with_saved(*, order: Order, saved: SavedMethod, by: Any = None) -> Payment:
    """Pay an order with a card its buyer left here, while they are away. Raises CardRemoved.

    A bank that wants to see them is a decline: the payment waits for nobody.
    """
    charge_later(order=order, saved=saved)
    payment, fresh = start_payment(order=order, method=saved.token, gateway=saved.gateway, off_session=True, by=by)
    return charge(payment=payment) if fresh else payment


@transaction.atomic
def start_payment(
    *,
    order: Order,
    method: str,
    gateway: str = "",
    save_method: bool = False,
    off_session: bool = False,
    by: Any = None,
) -> tuple[Payment, bool]:
    """Write down that we are about to charge. (payment, True) when it is new, else the one that holds the order.

    Raises MoneyNotTaken.
    """
    order = Order.objects.select_for_update().get(pk=order.pk)
    holding = order.payments.holding().first()
    if holding is not None:
        return holding, False
    asked = our_gateway(gateway)
    if problem := asked.capabilities.problem_with(order.total):
        raise MoneyNotTaken(problem)
    # what begins a subscription is charged again, whoever forgot to ask for the card to be kept
    over_time = order.subscriptions.exists()
    if over_time and not asked.capabilities.saves_methods:
        raise MoneyNotTaken(_("This is paid over time, and cannot be paid that way. Nothing was charged."))
    # a kept card is kept already
    save_method = save_method or (over_time and not off_session)
    payment = Payment.objects.create(
        order=order,
        gateway=asked.name,
        amount=order.total_amount,
        currency=order.currency,
        idempotency_key=uuid4(),
        method=method,
        saves_method=save_method and asked.capabilities.saves_methods,
        off_session=off_session,
        **_platform_fee(order, asked),
    )
    return payment, True


def _platform_fee(order: Order, asked: port.PaymentGateway) -> dict[str, Any]:
    """What the platform keeps, by today's plan; where it collects, or its gateway does, the business never has it."""
    merchant = port.Merchant(payment_settings().merchant)
    net = order.total - Money(order.tax_amount, order.currency)
    fee = max(min(sales_fee(require_tenant().id, net).amount, net.amount), 0)
    return {
        "merchant": merchant.value,
        "platform_fee_amount": fee - fee % asked.capabilities.steps.get(order.currency, 1),
        "platform_fee_at_source": asked.capabilities.collects_fee or merchant is port.Merchant.PLATFORM,
    }


def charge(*, payment: Payment) -> Payment:
    """Ask the gateway and record its answer. The key makes asking again harmless; no answer leaves it under way."""
    request = port.PaymentRequest(
        money=payment.money,
        method=payment.method,
        idempotency_key=str(payment.idempotency_key),
        description=payment.order.title,
        email=payment.order.email,
        metadata={"order": payment.order.code, "tenant": str(require_tenant().id)},
        platform_fee=Money(payment.platform_fee_amount, payment.currency) if payment.platform_fee_amount else None,
        save_method=payment.saves_method,
        off_session=payment.off_session,
        return_url="" if payment.off_session else return_url(payment),
    )
    return _ask(payment, lambda: gateway_of(payment).charge(request))


def answer_challenge(
    *, payment: Payment, approved: bool, returned: Mapping[str, str] | None = None, by: Any = None
) -> Payment:
    """Take the buyer's answer back to the gateway, with what its own pages sent along."""
    if payment.state != PaymentState.CHALLENGED:
        if approved and payment.state == PaymentState.FAILED:
            with suppress(ProviderError, NotConnected):
                return take_late(payment=payment)
        return payment
    token = payment.action_token
    return _ask(payment, lambda: gateway_of(payment).confirm(token, approved=approved, returned=returned))


def take_late(*, payment: Payment) -> Payment:
    """Whoever says yes after we gave up has paid, while the order is open and nothing else pays it.

    Raises ProviderError and NotConnected.
    """
    order = Order.objects.get(pk=payment.order_id)
    if not payment.reference:
        return payment
    wanted, gateway = not order.cancelled_at and pays_still(payment, order), gateway_of(payment)
    if not wanted and not gateway.capabilities.takes_on_approval:
        return payment
    found = gateway.find_payment(idempotency_key=str(payment.idempotency_key), reference=payment.reference)
    if wanted and found is not None and found.state is port.PaymentState.NEEDS_ACTION:
        found = gateway.confirm(found.action_token, approved=True)
    if found is None or not wanted or not found.succeeded:
        return _known_as(payment, found)
    recorded = record_payment(payment=payment, result=found)
    return recorded if recorded.state == PaymentState.SUCCEEDED else _known_as(recorded, found)


def _known_as(payment: Payment, found: port.PaymentResult | None) -> Payment:
    """What becomes of money that is not taken here is told by webhooks, under the name it has by now."""
    if found is not None and found.reference and found.reference != payment.reference:
        payment.reference = found.reference
        payment.save(update_fields=["reference"])
    return payment


def pays_still(payment: Payment, order: Order) -> bool:
    """May money of a payment that was given up pay its order? Another may have, or the order asks for more by now."""
    return order.paid_at is None and payment.money == order.total and not order.payments.holding().exists()


def _ask(payment: Payment, question: Any) -> Payment:
    try:
        result = question()
    except NotConnected:  # a gateway that was taken away meanwhile: nobody can ask it now
        return payment
    except ProviderError as error:
        # a key that is not accepted says nothing of what was taken before: it is looked for later
        return give_up(payment=payment) if error.permanent and error.certain else payment
    return record_payment(payment=payment, result=result)


def give_up(*, payment: Payment) -> Payment:
    """Write down that nothing was charged and nothing will be."""
    result = port.PaymentResult(
        state=port.PaymentState.DECLINED,
        reference=payment.reference,
        amount=payment.amount,
        currency=payment.currency,
        failure_code=UNREACHABLE,
        message=_("The payment could not be taken. Nothing was charged. Try again."),
    )
    return record_payment(payment=payment, result=result)


@transaction.atomic
def record_payment(*, payment: Payment, result: port.PaymentResult) -> Payment:
    """Write down what the gateway said. The same answer twice changes nothing.

    Money that came after we had given up pays the order all the same, while the order is open and asks for as much,
    and nobody else has its seats and coupons by now.
    """
    order = Order.objects.select_for_update().get(pk=payment.order_id)
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    payment.order = order
    came_late = payment.state == PaymentState.FAILED and result.succeeded and pays_still(payment, order)
    if not payment.settled_at or (came_late and _taken_again(order, payment)):
        _take_over(payment, result)
    if result.saved and payment.state == PaymentState.SUCCEEDED:
        kept = keep_method(person=order.buyer, gateway=payment.gateway, method=result.saved)
        keep_card(order=order, method=kept)
    if result.fee is not None and payment.state == PaymentState.SUCCEEDED:
        payment = note_fee(payment=payment, fee=Money(result.fee, payment.currency))
        payment.order = order
    return payment


def _taken_again(order: Order, payment: Payment) -> bool:
    """Could the order have back what it gave back while nobody paid? If not, the money is a surplus."""
    try:
        with transaction.atomic():
            retake(order=order, since=payment.created_at)
    except Refused:
        return False
    return True


def _take_over(payment: Payment, result: port.PaymentResult) -> None:
    payment.reference = result.reference or payment.reference
    payment.card_brand, payment.card_last4 = result.brand or payment.card_brand, result.last4 or payment.card_last4
    match result.state:
        case port.PaymentState.SUCCEEDED:
            payment.failure_code = payment.failure_message = ""
            _settle(payment, PaymentState.SUCCEEDED)
            mark_paid(payment.order)
        case port.PaymentState.DECLINED:
            payment.failure_code, payment.failure_message = result.failure_code, str(result.message)[:300]
            _settle(payment, PaymentState.FAILED)
            publish(PaymentFailed(order_id=payment.order_id, person_id=payment.order.buyer_id))
            money_did_not_come(payment=payment, now=clock.now())
        case port.PaymentState.NEEDS_ACTION:
            payment.state, payment.action_token = PaymentState.CHALLENGED, result.action_token
        case port.PaymentState.PENDING:
            payment.state = PaymentState.STARTED
            await_money(payment, result.awaits)
    payment.save()


@transaction.atomic
def note_fee(*, payment: Payment, fee: Money) -> Payment:
    """Write down what the gateway keeps for itself, once; raises ValueError for another currency."""
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    if fee.currency != payment.currency:
        raise ValueError("A fee is in the currency of its payment.")
    if payment.fee_amount is None:
        payment.fee_amount = fee.amount
        payment.save(update_fields=["fee_amount"])
        publish(PaymentFeeKnown(payment_id=payment.pk, order_id=payment.order_id))
    return payment


def _settle(payment: Payment, state: PaymentState) -> None:
    payment.state, payment.settled_at = state, clock.now()
    payment.method = payment.action_token = ""
