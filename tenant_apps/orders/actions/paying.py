"""Paying: write down the intent before anybody is asked."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from marque.kit.errors import Refused
from marque.kit.money import Money
from marque.kit.tenancy.context import require_tenant
from shared_apps.integrations.ports import payments as port
from shared_apps.plans.queries import sales_fee
from tenant_apps.orders.actions.asking import charge
from tenant_apps.orders.actions.periods import keep_card
from tenant_apps.orders.gateways import our_gateway
from tenant_apps.orders.models import Order, Payment
from tenant_apps.payments.gateways import payment_settings
from tenant_apps.payments.models import SavedMethod


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
