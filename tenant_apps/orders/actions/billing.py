"""Where the buyer is, and the tax that follows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.money import Money
from shared_apps.integrations.ports.tax import TaxQuote
from tenant_apps.orders.models import Order, OrderBilling, OrderLine
from tenant_apps.orders.seller import the_seller
from tenant_apps.orders.taxing import BillTo, class_of, our_engine, tax_on


class TotalHasChanged(Refused):
    """The form showed another total than the tax gives."""

    message = _("With tax the total is %(total)s. Nothing was charged. Check it and pay again.")


def bill_order(*, order: Order, to: BillTo, expected: Money | None = None, ask: bool = True) -> Order:
    """Put the tax on an order that nobody is paying yet, and keep where the buyer is.

    Raises BadTaxId, and TotalHasChanged when the buyer saw another total. Doing it again replaces what was there.
    An engine over the network is asked before the transaction; whoever is in one already calls it with `ask=False`.
    """
    tax_id = our_engine().check_id(to.tax_id, country=to.country) if to.tax_id else ""
    to = replace(to, tax_id=tax_id)
    asked = sold_lines(order)
    return _bill(order, to, expected, asked, tax_on(asked, to, ask=ask))


def sold_lines(order: Order) -> list[tuple[Money, str]]:
    """What is paid for each line, and its class."""
    return _sold(order, _lines_of(order))


def _lines_of(order: Order) -> list[OrderLine]:
    return list(order.lines.prefetch_related("products").order_by("pk"))


def _sold(order: Order, lines: list[OrderLine]) -> list[tuple[Money, str]]:
    return [(_paid_for(line, order), class_of(line.products.all())) for line in lines]


@transaction.atomic
def _bill(order: Order, to: BillTo, expected: Money | None, asked: list[tuple[Money, str]], quote: TaxQuote) -> Order:
    order = Order.objects.select_for_update().get(pk=order.pk)
    if order.paid_at or order.payments.holding().exists():
        return order
    lines = _lines_of(order)
    if _sold(order, lines) != asked:  # placed again meanwhile, with another choice
        raise TotalHasChanged(total=order.total.format(cents=True))
    _put_on(order, lines, quote)
    if expected is not None and order.total != expected:
        raise TotalHasChanged(total=order.total.format(cents=True))
    facts = _facts(to, quote)
    # the order is locked: nobody writes it in between
    if not OrderBilling.objects.filter(order=order).update(**facts):
        OrderBilling.objects.create(order=order, **facts)
    return order


def _paid_for(line: OrderLine, order: Order) -> Money:
    return Money(line.amount - line.discount_amount, order.currency)


def _put_on(order: Order, lines: list[OrderLine], quote: TaxQuote) -> None:
    for line, tax in zip(lines, quote.lines, strict=True):
        line.tax_amount = tax.amount
    OrderLine.objects.bulk_update(lines, ["tax_amount"])
    order.tax_amount = sum(tax.amount for tax in quote.lines)
    order.tax_included = the_seller().prices_include_tax
    on_top = 0 if order.tax_included else order.tax_amount
    order.total_amount = order.subtotal_amount - order.discount_amount + on_top
    order.save(update_fields=["tax_amount", "tax_included", "total_amount"])


def _facts(to: BillTo, quote: TaxQuote) -> dict[str, Any]:
    taxes = [
        {
            "name": rate.name,
            "percent": rate.percent,
            "taxable": rate.taxable.amount,
            "amount": rate.tax.amount,
        }
        for rate in quote.rates
    ]
    return {
        "country": to.country,
        "region": to.region,
        "address": to.address.strip(),
        "tax_id": to.tax_id,
        "ip_country": to.ip_country,
        "postal_code": to.postal_code,
        "engine": quote.engine,
        "calculation": quote.calculation,
        "taxes": taxes,
        "reverse_charged": quote.reverse_charged,
    }
