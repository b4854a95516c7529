"""What orders tell about a person."""

from django.utils.translation import gettext as _

from tenant_apps.orders import queries
from tenant_apps.orders.gifts import gifts_of
from tenant_apps.orders.subscriptions import subscriptions_of
from tenant_apps.orders.teams import seats_of, teams_of
from tenant_apps.people.models import Person
from tenant_apps.people.panels import Panel, panel


@panel("account", order=15)
def my_subscriptions(person: Person) -> Panel | None:
    """What they pay for again and again; nothing while there is nothing."""
    held = list(subscriptions_of(person)[:20])
    return Panel(_("Subscriptions"), "orders/subscriptions_panel.html", {"held": held}) if held else None


@panel("account", order=16)
def my_teams(person: Person) -> Panel | None:
    """Teams they bought and seats they have; nothing while there is nothing."""
    owned, seats = list(teams_of(person)[:20]), list(seats_of(person)[:20])
    mine = {team.pk for team in owned}
    others = [seat for seat in seats if seat.team_id not in mine]
    return Panel(_("Teams"), "orders/teams_panel.html", {"owned": owned, "seats": others}) if owned or others else None


@panel("account", order=17)
def my_gifts(person: Person) -> Panel | None:
    """What they gave; nothing while there is nothing."""
    gifts = list(gifts_of(person)[:20])
    return Panel(_("Gifts"), "orders/gifts_panel.html", {"gifts": gifts}) if gifts else None


@panel("account", order=20)
def my_orders(person: Person) -> Panel | None:
    """Their orders, with receipts."""
    orders = list(queries.orders_of(person)[:50])
    return Panel(_("Orders"), "orders/account_panel.html", {"orders": orders})


@panel("studio", order=25)
def their_subscriptions(person: Person) -> Panel | None:
    """What the creator sees of them."""
    held = list(subscriptions_of(person)[:20])
    if not held:
        return None
    return Panel(
        _("Subscriptions"), "orders/studio/subscriptions_panel.html", {"held": held}, "orders.view_subscription"
    )


@panel("studio", order=20)
def their_orders(person: Person) -> Panel | None:
    """What the creator sees of a person's orders."""
    orders = list(queries.orders_of(person)[:50])
    return Panel(_("Orders"), "orders/studio/person_panel.html", {"orders": orders}, "orders.view_order")
