"""Small makers for tests of subscriptions."""

from datetime import UTC, datetime
from typing import Any

from marque.kit import clock
from marque.kit.money import Money
from tenant_apps.catalog.models import Offer
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Order, Subscription
from tenant_apps.orders.terms import Terms
from tenant_apps.payments.actions import save_card
from tests.tenant_apps.selling import EMAIL, GOOD, an_offer, an_order, card_token

FAILS_LATER = "4000000000000341"
START = datetime(2027, 1, 31, 12, tzinfo=UTC)
MONTHLY = Terms(amount=4900, currency="USD", interval="month")


def day(month: int, number: int, year: int = 2027) -> datetime:
    """Noon of a day."""
    return datetime(year, month, number, 12, tzinfo=UTC)


def an_order_to_subscribe(terms: Terms = MONTHLY, offer: Offer | None = None, email: str = EMAIL) -> Order:
    """A placed order whose line begins a subscription, asking what is due today."""
    order = an_order(offer or an_offer("club", price=terms.amount), email=email)
    due = terms.due_today.amount
    Order.objects.filter(pk=order.pk).update(subtotal_amount=due, total_amount=due)
    order.lines.update(amount=due)
    order.refresh_from_db()
    orders.begin_subscription(order=order, line=order.lines.get(), terms=terms)
    return order


def a_subscription(
    terms: Terms = MONTHLY, *, card: str = GOOD, at: datetime = START, offer: Offer | None = None, email: str = EMAIL
) -> Subscription:
    """A running subscription that began then."""
    with clock.fixed(at):
        order = an_order_to_subscribe(terms, offer, email)
        if order.total:
            orders.pay(order=order, method=card_token(card))
        else:
            saved = save_card(
                person=order.buyer, method=card_token(card), currency="USD", idempotency_key=str(order.key)
            )
            Subscription.objects.filter(order=order).update(method=saved)
            orders.settle_free(order=order)
    return Subscription.objects.get(order=order)


def renew(held: Subscription, now: datetime) -> Subscription:
    """One look of the sweep at it."""
    with clock.fixed(now):
        orders.renew(subscription_id=held.pk, now=now)
    held.refresh_from_db()
    return held


def another_offer(slug: str, price: int, **more: Any) -> Offer:
    """A plan to change to."""
    return an_offer(slug, price=price, **more)


def dollars(amount: int) -> Money:
    """Cents."""
    return Money(amount, "USD")
