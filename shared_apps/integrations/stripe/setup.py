"""Connecting Stripe: keys are tried before they are kept."""

from collections.abc import Mapping

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from shared_apps.integrations.ports.connecting import AccountFacts, KeyField
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import Access, Merchant
from shared_apps.integrations.stripe.client import ask, client_for, plain


class StripeSetup:
    """Three keys of the creator's own account."""

    name = "stripe"
    title = _("Stripe")
    about = _(
        "Cards, Apple Pay, Google Pay, bank debits and instalments. Card numbers go to Stripe and never come here."
    )
    fields = (
        KeyField("secret_key", _("Secret key"), _("Begins with sk_ or rk_. Stripe Dashboard, Developers, API keys.")),
        KeyField("publishable_key", _("Publishable key"), _("Begins with pk_."), secret=False),
        KeyField(
            "webhook_secret",
            _("Signing secret of the webhook"),
            _("Begins with whsec_. Make a webhook to /webhooks/stripe/ on your main domain."),
        ),
    )
    merchants = frozenset({Merchant.CREATOR, Merchant.PLATFORM})
    has_page = True

    def look(self, keys: Mapping[str, str], *, account: str = "") -> AccountFacts:
        """Whose keys these are, and whether they can take money."""
        secret, public = keys.get("secret_key", ""), keys.get("publishable_key", "")
        _check_shapes(secret, public, keys.get("webhook_secret", ""))
        found = plain(ask(lambda: client_for(Access(keys=keys)).v1.accounts.retrieve_current()))
        if account and found["id"] != account:
            raise ProviderError(_now("These keys are of another Stripe account."), permanent=True)
        return AccountFacts(
            account=found["id"],
            name=_name(found),
            live="_live_" in secret,
            problems=tuple(_problems(found)),
        )


def _check_shapes(secret: str, public: str, webhook: str) -> None:
    if not secret.startswith(("sk_", "rk_")):
        raise ProviderError(_now("The secret key begins with sk_ or rk_. This is another one."), permanent=True)
    if not public.startswith("pk_"):
        raise ProviderError(_now("The publishable key begins with pk_. This is another one."), permanent=True)
    if not webhook.startswith("whsec_"):
        raise ProviderError(_now("The webhook's secret begins with whsec_. This is another one."), permanent=True)
    if ("_live_" in secret) != ("_live_" in public):
        raise ProviderError(
            _now("One key is for live, the other for test mode. Take both of one mode."), permanent=True
        )


def _name(account: dict) -> str:  # type: ignore[type-arg]
    profile = account.get("business_profile") or {}
    dashboard = (account.get("settings") or {}).get("dashboard") or {}
    return str(profile.get("name") or dashboard.get("display_name") or account.get("email") or "")


def _problems(account: dict) -> list[str]:  # type: ignore[type-arg]
    found = []
    if not account.get("charges_enabled"):
        found.append(_now("Stripe does not let this account take payments yet. Finish its verification there."))
    if not account.get("payouts_enabled"):
        found.append(_now("Stripe does not pay out to this account yet. Add a bank account there."))
    return found
