"""What payments tell about a person."""

from django.utils.translation import gettext as _

from tenant_apps.payments.models import SavedMethod
from tenant_apps.people.models import Person
from tenant_apps.people.panels import Panel, panel


@panel("account", order=30)
def my_methods(person: Person) -> Panel | None:
    """Their saved cards; nothing while there is none."""
    methods = list(SavedMethod.objects.usable().filter(person=person)[:20])
    return Panel(_("Payment methods"), "payments/account_panel.html", {"methods": methods}) if methods else None
