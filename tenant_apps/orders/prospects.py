"""What tax would come on top of an amount that a subscription is about to ask for."""

from __future__ import annotations

from marque.kit.money import Money
from shared_apps.integrations.ports.tax import BadTaxId
from tenant_apps.orders.billing import sum_of
from tenant_apps.orders.models import OrderBilling, Subscription
from tenant_apps.orders.taxing import BillTo, class_of, our_terms, tax_on


def tax_at(held: Subscription, amount: Money) -> Money:
    """The tax on top, at today's rates, where the first order was billed to; nothing where prices include it."""
    known = OrderBilling.objects.filter(order_id=held.order_id).first()
    if known is None or not amount or our_terms().included:
        return Money.zero(amount.currency)
    to = BillTo(known.country, known.region, known.address, known.tax_id, known.ip_country)
    lines = [(amount, class_of(held.line.products.all()))]
    try:
        return sum_of(tax_on(lines, to))
    except BadTaxId:  # an ID that holds no more buys like anybody, as the charge itself will
        return sum_of(tax_on(lines, BillTo(known.country, known.region)))
