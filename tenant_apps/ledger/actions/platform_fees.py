"""The platform's part of a sale: what it is, and where a gateway or the platform kept it back, that it was never here.

An account `platform_fee` below nought is what a business still owes the platform, and what its next bill asks for.
"""

from __future__ import annotations

from marque.kit.money import Money
from marque.kit.tenancy.context import require_tenant
from shared_apps.plans.queries import sales_fee
from tenant_apps.ledger.actions.posting import Leg, Pot, post
from tenant_apps.ledger.models import AccountKind, Posting
from tenant_apps.orders.models import Order, Payment

_FEE = Pot(AccountKind.PLATFORM_FEE)


def cash_of(order: Order) -> Pot:
    """Where the order's money is: at the gateway that took it, else with whoever was paid by hand."""
    payment = order.payments.succeeded().first()
    return Pot(AccountKind.CASH, gateway=payment.gateway if payment else "manual")


def platform_fee_on(order: Order, net: Money) -> Money:
    """What was said when the order was charged; of one that nobody charged, what the plan says now."""
    payment = order.payments.succeeded().first()
    if payment is None or payment.platform_fee_amount is None:
        return sales_fee(require_tenant().id, net)
    return Money(payment.platform_fee_amount, order.currency)


def fee_payment(order: Order) -> Payment | None:
    """The payment of which the platform's fee was kept back, if it was."""
    return order.payments.succeeded().filter(platform_fee_at_source=True).first()


def keep_fee(*, order: Order, fee: Money) -> None:
    """Post, once, that the fee was kept back and is paid with that."""
    if fee and fee_payment(order) is not None:
        _move(order, source=f"platform-fee:{order.key}", amount=fee.amount)


def give_fee_back(*, order: Order, source: str, amount: int) -> None:
    """Post, once for each source, that so much of a fee that was kept back came to the business again."""
    if amount and fee_payment(order) is not None:
        _move(order, source=f"platform-fee-back:{source}", amount=-amount)


def _move(order: Order, *, source: str, amount: int) -> None:
    legs = [Leg(_FEE, amount), Leg(cash_of(order), -amount)]
    post(kind=Posting.TRANSFER, source=source, currency=order.currency, legs=legs, order=order)
