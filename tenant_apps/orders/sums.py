"""What stands between an order's lines and its total, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from marque.kit.money import Money
from tenant_apps.orders.models import Order


def sums_of(order: Order) -> list[tuple[str, Money]]:
    """The discount and each tax, if there are any."""
    billing = getattr(order, "billing", None)
    found = []
    if order.discount_amount:
        found.append((_("Discount"), Money(-order.discount_amount, order.currency)))
    for rate in billing.taxes if billing else []:
        words = _("%(name)s %(percent)s %%, included") if order.tax_included else _("%(name)s %(percent)s %%")
        found.append((words % rate, Money(rate["amount"], order.currency)))
    return found
