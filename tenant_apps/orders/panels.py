"""What orders tell about a person."""

from django.utils.translation import gettext as _

from tenant_apps.orders import queries
from tenant_apps.people.models import Person
from tenant_apps.people.panels import Panel, panel


@panel("account", order=20)
def my_orders(person: Person) -> Panel | None:
    """Their orders, with receipts."""
    orders = list(queries.orders_of(person)[:50])
    return Panel(_("Orders"), "orders/account_panel.html", {"orders": orders})


@panel("studio", order=20)
def their_orders(person: Person) -> Panel | None:
    """What the creator sees of a person's orders."""
    orders = list(queries.orders_of(person)[:50])
    return Panel(_("Orders"), "orders/studio/person_panel.html", {"orders": orders}, "orders.view_order")
