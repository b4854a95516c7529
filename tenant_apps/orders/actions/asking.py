"""Paying: ask the gateway, outside any transaction."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.utils.translation import gettext as _

from marque.kit.money import Money
from marque.kit.tenancy.context import require_tenant
from shared_apps.integrations.ports import payments as port
from shared_apps.integrations.ports.errors import ProviderError
from tenant_apps.orders.actions.recording import pays_still, record_payment
from tenant_apps.orders.gateways import NotConnected, gateway_of
from tenant_apps.orders.links import return_url
from tenant_apps.orders.models import Order, Payment, PaymentState

UNREACHABLE = "gateway_refused"


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
