"""The sentence on top of the dashboard: a finding, not a greeting."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marque.kit.money import Money, minor_units
from tenant_apps.orders.models import Order
from tenant_apps.studio.dashboard.panels import ledger
from tenant_apps.studio.dashboard.period import MONTH, WEEK
from tenant_apps.studio.dashboard.registry import Desk


@dataclass(frozen=True)
class Headline:
    """The finding and a line under it."""

    title: str
    text: str


def headline(desk: Desk) -> Headline:
    """What stands out; a business without an order is told what comes next."""
    if not desk.request.user.has_perm("orders.view_order"):
        return Headline(_("Your Studio"), _("How the courses are doing."))
    revenue, orders = ledger(desk).sales.revenue, ledger(desk).sales.orders
    if revenue.total:
        return _earned(desk, revenue.total, orders.total)
    if Order.objects.paid().exists():
        return Headline(_("A quiet stretch"), _("Nothing was sold in this time. A letter to your readers may help."))
    return Headline(_("Let's open your doors"), _("Your figures appear here with the first sale."))


def _earned(desk: Desk, amount: int, orders: int) -> Headline:
    period, money = desk.period, Money(amount, desk.brand.currency)
    words = {"money": money.format(period.language), "when": period.label}
    when = {WEEK: _("%(money)s in seven days"), MONTH: _("%(money)s so far in %(when)s")}
    title = when.get(period.span, _("%(money)s so far in %(when)s")) % words
    unit = 10 ** minor_units(desk.brand.currency)
    average = Money(amount // max(orders, 1) // unit * unit, desk.brand.currency).format(period.language)
    text = ngettext("One order of %(average)s.", "%(orders)d orders, %(average)s each on average.", orders)
    return Headline(title, text % {"orders": orders, "average": average})
