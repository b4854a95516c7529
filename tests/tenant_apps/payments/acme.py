"""A gateway that wants keys, for tests of choosing and connecting: it charges as the sandbox does."""

from shared_apps.integrations.ports.connecting import AccountFacts, KeyField
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import Merchant
from shared_apps.integrations.sandbox.gateway import SandboxGateway

SECRET = "sk_live_acme_0123456789"


class AcmeSetup:
    """Knows one key."""

    name = "acme"
    title = "Acme"
    about = "Cards, everywhere."
    fields = (KeyField("secret_key", "Secret key"), KeyField("note", "Note", secret=False, required=False))
    merchants = frozenset({Merchant.CREATOR})

    def look(self, keys, *, account=""):
        if keys["secret_key"] != SECRET:
            raise ProviderError("Acme does not know this key.", permanent=True)
        return AccountFacts(account="acct_1", name="Okafor Ltd", live=True)


class AcmeGateway(SandboxGateway):
    """The sandbox under another name, which remembers how it was opened."""

    name = "acme"

    def __init__(self, *, account, access=None):
        super().__init__(account=account)
        self.access = access
