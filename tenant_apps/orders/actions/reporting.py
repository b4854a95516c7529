"""Telling the tax engine what was sold and what went back, so that the seller's returns are right."""

from __future__ import annotations

import logging

from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.tax import TABLE, TaxReports
from tenant_apps.orders.actions.billing import sold_lines
from tenant_apps.orders.models import OrderBilling, Refund
from tenant_apps.orders.taxing import billed_to, our_engine, sale_of

logger = logging.getLogger(__name__)
AT_ONCE = 100
# it has a report of this order already, made before we could write its name down
_KNOWN_THERE = "resource_already_exists"


def report_taxes() -> int:
    """Report paid orders and settled refunds that the engine worked out; how many. Safe to stop and run again."""
    engine = our_engine()
    if engine.name == TABLE:
        return 0
    reports: TaxReports = engine  # type: ignore[assignment]
    sold = OrderBilling.objects.filter(
        engine__startswith=engine.name, tax_transaction="", order__paid_at__isnull=False
    ).select_related("order")
    done = sum(_report_sale(reports, each) for each in sold.order_by("pk")[:AT_ONCE])
    back = Refund.objects.settled().filter(tax_reversal="", order__billing__tax_transaction__startswith="tax_")
    waiting = back.select_related("order__billing").order_by("pk")[:AT_ONCE]
    return done + sum(_report_refund(reports, each) for each in waiting)


def _report_sale(engine: TaxReports, billing: OrderBilling) -> bool:
    order = billing.order
    try:
        name = engine.report_sale(
            calculation=billing.calculation or _worked_out(billing),
            reference=order.code,
            idempotency_key=f"tax-{order.key}",
        )
    except ProviderError as error:
        name = _name_after(error, order.code)
    return bool(name) and bool(OrderBilling.objects.filter(pk=billing.pk).update(tax_transaction=name))


def _worked_out(billing: OrderBilling) -> str:
    """An order taxed as the one before it was: its calculation now, if it comes to the same."""
    quote = our_engine().quote(sale_of(sold_lines(billing.order), billed_to(billing)))
    if sum(tax.amount for tax in quote.lines) != billing.order.tax_amount:
        raise ProviderError("The tax is another one now than the buyer was charged.", permanent=True)
    return quote.calculation


def _report_refund(engine: TaxReports, refund: Refund) -> bool:
    order = refund.order
    try:
        name = engine.report_refund(
            sale=order.billing.tax_transaction,
            reference=f"{order.code}-{refund.pk}",
            money=refund.money,
            whole=refund.amount == order.total_amount,
            idempotency_key=f"tax-{refund.key}",
        )
    except ProviderError as error:
        name = _name_after(error, order.code)
    return bool(name) and bool(Refund.objects.filter(pk=refund.pk).update(tax_reversal=name))


def _name_after(error: ProviderError, code: str) -> str:
    """A passing failure is tried again; a permanent one would fail for ever, and is written down instead."""
    if not error.permanent:
        return ""
    if error.code != _KNOWN_THERE:
        logger.error("The tax of order %s could not be reported: %s", code, error.message)
        return f"refused: {error.message}"[:120]
    return "known there"
