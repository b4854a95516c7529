"""Connecting Razorpay: keys are tried before they are kept."""

from collections.abc import Mapping

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from shared_apps.integrations.ports.connecting import AccountFacts, KeyField
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import Access, Merchant
from shared_apps.integrations.razorpay.client import RazorpayClient
from shared_apps.integrations.razorpay.gateway import ABROAD


class RazorpaySetup:
    """Key, secret, and a secret of the owner's own for webhooks."""

    name = "razorpay"
    title = _("Razorpay")
    about = _(
        "UPI, cards and netbanking in India, on Razorpay’s own page. Razorpay cannot charge again by itself here: "
        "subscriptions, trials and plans need Stripe."
    )
    fields = (
        KeyField("key_id", _("Key ID"), _("Begins with rzp_live_ or rzp_test_. Account & Settings, API keys."), False),
        KeyField("key_secret", _("Key secret"), _("Shown once, when the key is made.")),
        KeyField(
            "webhook_secret",
            _("Secret of the webhook"),
            _("Make a webhook to /webhooks/razorpay/ on your main domain with all payment, refund and dispute events."),
        ),
        KeyField(
            "currencies",
            _("Other currencies"),
            _("Only if Razorpay has opened international payments for you: their codes, like USD EUR."),
            secret=False,
            required=False,
        ),
    )
    merchants = frozenset({Merchant.CREATOR})
    has_page = False

    def look(self, keys: Mapping[str, str], *, account: str = "") -> AccountFacts:
        """Whether these keys open an account."""
        key_id = keys.get("key_id", "")
        if not key_id.startswith(("rzp_live_", "rzp_test_")):
            raise ProviderError(_now("The key ID begins with rzp_live_ or rzp_test_."), permanent=True)
        if len(keys.get("webhook_secret", "")) < 12:
            raise ProviderError(_now("Make the webhook's secret at least 12 characters long."), permanent=True)
        unknown = set(keys.get("currencies", "").upper().split()) - ABROAD - {"INR"}
        if unknown:
            words = ", ".join(sorted(unknown))
            raise ProviderError(_now("Razorpay does not take %(codes)s.") % {"codes": words}, permanent=True)
        RazorpayClient(Access(keys=keys)).ask("GET", "/orders", params={"count": 1})
        return AccountFacts(account=key_id, live=key_id.startswith("rzp_live_"))
