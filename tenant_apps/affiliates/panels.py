"""What affiliates tell about a person."""

from django.utils.translation import gettext as _

from tenant_apps.affiliates import queries
from tenant_apps.people.models import Person
from tenant_apps.people.panels import Panel, panel


@panel("account", order=35)
def my_affiliate_desk(person: Person) -> Panel | None:
    """For those who applied."""
    affiliate = queries.affiliate_of(person)
    return Panel(_("Affiliate"), "affiliates/account_panel.html", {"affiliate": affiliate}) if affiliate else None


@panel("studio", order=35)
def their_affiliate_desk(person: Person) -> Panel | None:
    """The same, for the creator."""
    affiliate = queries.affiliate_of(person)
    if affiliate is None:
        return None
    context = {"affiliate": affiliate}
    return Panel(_("Affiliate"), "affiliates/studio/person_panel.html", context, "affiliates.view_affiliate")
