"""Tax that has to be asked for over a network, and what holds when nobody answers.

In this order: what was answered for the same sale in the last ten minutes; the engine; what it charged on the last
order from the same place; the table of the seller's own rates. A checkout never waits for an engine that is away,
and never becomes free of tax because of it.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta

from django.core.cache import cache

from marque.kit.money import Money
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.tax import TABLE, ChargedRate, Sale, TaxEngine, TaxQuote, TaxTerms, tax_engine
from tenant_apps.orders.models import OrderBilling

logger = logging.getLogger(__name__)
REMEMBERED = timedelta(minutes=10)


def quoted(engine: TaxEngine, sale: Sale, terms: TaxTerms, *, ask: bool) -> TaxQuote:
    """The tax of a sale by an engine over the network, or what stands in for it."""
    key = _key(engine, sale, terms)
    found = cache.get(key)
    if found is not None:
        return found  # type: ignore[no-any-return]
    if ask:
        try:
            found = engine.quote(sale)
        except ProviderError as error:
            logger.warning("The tax engine %s did not answer: %s", engine.name, error.message)
        else:
            cache.set(key, found, int(REMEMBERED.total_seconds()))
            return found
    return _as_last_time(engine, sale, terms) or tax_engine(TABLE, terms=terms).quote(sale)


def _key(engine: TaxEngine, sale: Sale, terms: TaxTerms) -> str:
    words = repr((engine.name, sale, terms.seller, terms.included))
    return f"tax:{hashlib.sha256(words.encode()).hexdigest()[:40]}"


def _as_last_time(engine: TaxEngine, sale: Sale, terms: TaxTerms) -> TaxQuote | None:
    """The share that the engine charged on the last order from this place, with or without a tax ID as now."""
    known = OrderBilling.objects.filter(
        engine=engine.name,
        country=sale.buyer.country,
        region=sale.buyer.region,
        postal_code=sale.buyer.postal_code,
        reverse_charged=bool(sale.buyer_tax_id),
        order__tax_included=terms.included,
    )
    last = known.exclude(calculation="").select_related("order").order_by("-pk").first()
    if last is None:
        return None
    order = last.order
    base = order.subtotal_amount - order.discount_amount
    return _at(order.tax_amount, base, sale, last, engine.name) if base else None


def _at(tax: int, base: int, sale: Sale, last: OrderBilling, name: str) -> TaxQuote:
    amounts = [amount for amount, _class in sale.lines]
    asked = sum(amounts[1:], amounts[0])
    whole = Money((2 * asked.amount * tax + base) // (2 * base), asked.currency)
    lines = whole.allocate([amount.amount for amount in amounts]) if asked else [whole for _amount in amounts]
    said = last.taxes[0] if last.taxes else {"name": "Tax", "percent": "0"}
    taxable = asked - whole if last.order.tax_included else asked
    rate = ChargedRate(said["name"], round(float(said["percent"]) * 1_000), taxable, whole)
    return TaxQuote(tuple(lines), (rate,) if whole else (), last.reverse_charged, engine=f"{name}, as before")
