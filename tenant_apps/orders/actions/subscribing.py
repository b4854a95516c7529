"""Beginning a subscription with the order that is its first."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from tenant_apps.catalog.models import Price
from tenant_apps.orders.actions.periods import start
from tenant_apps.orders.models import Order, OrderLine, Subscription
from tenant_apps.orders.terms import Terms
from tenant_apps.payments.models import SavedMethod
from themes.brand import current_brand


def agreed(price: Price, quantity: int = 1) -> Terms:
    """What somebody agrees to who buys at this price."""
    return Terms(
        amount=price.amount * quantity,
        currency=price.currency,
        interval=price.interval,
        interval_count=price.interval_count,
        trial_days=price.trial_days,
        setup_amount=price.setup_amount * quantity,
        minimum_terms=price.minimum_terms,
        instalments=price.instalments or None,
    )


def follow_price(*, order: Order, line: OrderLine, price: Price) -> None:
    """Begin what a line was priced for; a buyer who chose to pay once after all begins nothing."""
    if price.terms.over_time:
        begin_subscription(order=order, line=line, terms=agreed(price, line.quantity))
    else:
        Subscription.objects.filter(first_line=line, started_at__isnull=True).delete()


@transaction.atomic
def begin_subscription(
    *, order: Order, line: OrderLine, terms: Terms, method: SavedMethod | None = None, by: Any = None
) -> Subscription:
    """The subscription a line of an order begins, with these terms for good. It starts when the order is paid.

    Call it when the order is placed: whatever pays the order then saves the card and starts it, also when the browser
    is gone. The same line is the same subscription; until it has started its terms follow the form. Raises BadTerms.
    """
    terms = terms.check()
    order = Order.objects.select_for_update().get(pk=order.pk)
    agreed = {**terms.as_fields(), "person_id": order.buyer_id, "offer_id": line.offer_id, "line": line}
    begun, new = Subscription.objects.get_or_create(
        first_line=line,
        defaults={**agreed, "order": order, "method": method, "time_zone": current_brand().time_zone},
    )
    if begun.started_at is None and not new:
        for name, value in agreed.items():
            setattr(begun, name, value)
        begun.method = method or begun.method
        begun.save()
    if begun.started_at is None and order.paid_at:
        start(begun, order, now=order.paid_at)
    return begun
