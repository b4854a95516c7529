"""What entitlements tell about a person."""

from django.utils.translation import gettext as _

from marque.kit import clock
from tenant_apps.entitlements.explaining import explain_all
from tenant_apps.entitlements.forms import GiveForm
from tenant_apps.orders.queries import ordered_ahead
from tenant_apps.people.models import Person
from tenant_apps.people.panels import Panel, panel

_AHEAD = 20


@panel("studio", order=10)
def what_is_open(person: Person) -> Panel | None:
    """What the person may have, and why."""
    now = clock.now()
    ahead = ordered_ahead(person, now)[:_AHEAD]
    context = {"explanations": explain_all(person, now), "ahead": ahead, "form": GiveForm()}
    return Panel(_("Access"), "entitlements/studio/person_panel.html", context, "entitlements.view_entitlement")
