"""Connecting PayPal: keys are tried before they are kept, and the webhook is looked at."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from shared_apps.integrations.calling import Answered
from shared_apps.integrations.paypal.client import PayPalClient
from shared_apps.integrations.paypal.webhooks import WANTED
from shared_apps.integrations.ports.connecting import AccountFacts, KeyField
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import Access, Merchant


class PayPalSetup:
    """A REST app of the creator's own business account."""

    name = "paypal"
    title = _("PayPal")
    about = _(
        "PayPal accounts, and cards on PayPal’s own pages. Buyers go there and come back. "
        "PayPal cannot charge again by itself here: subscriptions, trials and plans need Stripe."
    )
    fields = (
        KeyField(
            "client_id",
            _("Client ID"),
            _("developer.paypal.com, Apps & Credentials, your app. Live or sandbox: both are tried."),
            secret=False,
        ),
        KeyField("client_secret", _("Secret key"), _("Beside the client ID.")),
        KeyField(
            "webhook_id",
            _("Webhook ID"),
            _("In the same app, add a webhook to /webhooks/paypal/ on your main domain with all events; copy its ID."),
            secret=False,
        ),
    )
    merchants = frozenset({Merchant.CREATOR})
    has_page = False

    def look(self, keys: Mapping[str, str], *, account: str = "") -> AccountFacts:
        """Whose keys these are, live or sandbox, and whether the webhook tells what is needed."""
        live, client = _opened(keys)
        client_id = keys["client_id"]
        if account and client_id != account:
            raise ProviderError(_now("These keys are of another PayPal app."), permanent=True)
        return AccountFacts(account=client_id[:120], live=live, problems=tuple(_problems(client, keys["webhook_id"])))


def _opened(keys: Mapping[str, str]) -> tuple[bool, PayPalClient]:
    """The keys of a live app do not open the sandbox, nor the other way round."""
    for live in (True, False):
        client = PayPalClient(Access(keys=keys, live=live))
        try:
            client.token()
        except ProviderError as error:
            if not error.permanent or not live or settings.PAYPAL_API:
                raise
        else:
            return live and not settings.PAYPAL_API, client
    raise AssertionError("unreachable: the sandbox opens or raises")


def _problems(client: PayPalClient, webhook_id: str) -> list[str]:
    try:
        found = client.ask("GET", f"/v1/notifications/webhooks/{webhook_id}")
    except Answered:
        return [_now("PayPal knows no webhook of this ID, so payments that end later are not heard of.")]
    told = {event["name"] for event in found.get("event_types", [])}
    missing = set() if "*" in told else WANTED - told
    if not missing:
        return []
    return [
        _now("The webhook does not tell of %(events)s. Add them at PayPal.") % {"events": ", ".join(sorted(missing))}
    ]
