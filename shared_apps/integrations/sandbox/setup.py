"""The sandbox needs no account."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from shared_apps.integrations.ports.connecting import AccountFacts, KeyField
from shared_apps.integrations.ports.payments import Merchant


class SandboxSetup:
    """Nothing to type, nothing to check."""

    name = "sandbox"
    title = _("Practice")
    about = _("Test cards only. No real money moves. Good for trying everything before you open.")
    fields: tuple[KeyField, ...] = ()
    merchants = frozenset({Merchant.CREATOR, Merchant.PLATFORM})
    has_page = False

    def look(self, keys: Mapping[str, str], *, account: str = "") -> AccountFacts:
        """Always there."""
        return AccountFacts(account=account)
