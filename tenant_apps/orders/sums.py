"""What stands between an order's lines and its total, in words."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from marque.kit.money import Money
from tenant_apps.orders.models import Order, OrderKind


def sums_of(order: Order) -> list[tuple[str, Money]]:
    """Each discount by its name and each tax, if there are any."""
    billing = getattr(order, "billing", None)
    found = list(_discounts(order))
    for rate in billing.taxes if billing else []:
        words = _("%(name)s %(percent)s %%, included") if order.tax_included else _("%(name)s %(percent)s %%")
        found.append((words % rate, Money(rate["amount"], order.currency)))
    return found


def _discounts(order: Order) -> Iterator[tuple[str, Money]]:
    if not order.discount_amount:
        return
    left = order.discount
    for use in order.coupon_uses.standing():
        left -= use.money
        yield use.words, -use.money
    if left:  # given away, or brought in from another system
        yield _("Given away") if order.kind == OrderKind.COMP else _("Discount"), -left
