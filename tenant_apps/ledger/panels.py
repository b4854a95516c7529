"""What the ledger tells about a person."""

from django.utils.translation import gettext as _

from tenant_apps.ledger.queries import wallets_of
from tenant_apps.people.models import Person
from tenant_apps.people.panels import Panel, panel


@panel("account", order=30)
def my_earnings(person: Person) -> Panel | None:
    """Their wallets, for those who ever earned something here."""
    wallets = wallets_of(person)
    return Panel(_("Earnings"), "ledger/account_panel.html", {"wallets": wallets}) if wallets else None


@panel("studio", order=30)
def their_wallet(person: Person) -> Panel | None:
    """The same, for the creator."""
    wallets = wallets_of(person)
    context = {"wallets": wallets, "person": person}
    return (
        Panel(_("Wallet"), "ledger/studio/person_panel.html", context, "ledger.view_ledgertransaction")
        if wallets
        else None
    )
