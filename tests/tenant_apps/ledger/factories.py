"""Sales that are shared, and what the book says of them."""

from datetime import datetime
from uuid import uuid4

from django.db import connection

from marque.kit import clock
from marque.kit.money import Money
from tenant_apps.catalog.models import Offer, Product
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.models import LedgerAccount, LedgerTransaction
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Dispute, Order
from tenant_apps.people import actions as people
from tenant_apps.people.models import Person
from tests.tenant_apps.selling import a_paid_order, a_product, an_offer


def somebody(name: str) -> Person:
    return people.meet(email=f"{name.lower()}@example.com", name=name)


def a_shared_product(*, rule: int = 7_000, title: str = "Pricing", **weights: int) -> Product:
    """A product of these authors, who get this many basis points of it."""
    product = a_product(title)
    by = {somebody(name): weight for name, weight in weights.items()}
    ledger.set_contributors(product=product, part="author", weights=by)
    ledger.set_rule(part="author", product=product, basis_points=rule)
    return product


def a_shared_sale(*, price: int = 10_000, rule: int = 7_000, **weights: int) -> Order:
    """A paid order of one product, before the book knows."""
    return a_paid_order(an_offer(price=price, products=[a_shared_product(rule=rule, **(weights or {"Ann": 1}))]))


def with_tax(order: Order, amount: int) -> Order:
    """The same order with so much tax within its total."""
    Order.objects.filter(pk=order.pk).update(tax_included=True, tax_amount=amount)
    order.lines.update(tax_amount=amount)
    return Order.objects.get(pk=order.pk)


def a_refund(order: Order, amount: int, reason: str = "Unhappy") -> None:
    orders.refund_order(order=order, reason=reason, amount=Money(amount, order.currency))


def a_dispute(order: Order, amount: int | None = None) -> Dispute:
    money = Money(amount or order.total_amount, order.currency)
    return orders.open_dispute(payment=order.payments.get(), reference=f"dp_{uuid4().hex}", amount=money)


def balances() -> dict[str, int]:
    """What is owed (positive) or had (negative, as in cash) by account: kind, or kind and first name."""
    accounts = LedgerAccount.objects.select_related("owner").exclude(balance=0)
    return {f"{row.kind} {row.owner.first_name if row.owner else ''}".strip(): -row.balance for row in accounts}


def kinds() -> list[str]:
    return list(LedgerTransaction.objects.order_by("pk").values_list("kind", flat=True))


def check_now() -> None:
    """What would happen at commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def offer_of(order: Order) -> Offer:
    return order.lines.get().offer


def now() -> datetime:
    return clock.now()
