"""Connected accounts: opened through the platform, filled in on Stripe's own pages.

https://docs.stripe.com/connect/hosted-onboarding and https://docs.stripe.com/connect/migrate-to-controller-properties
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from shared_apps.integrations.ports.onboarding import Role, Standing
from shared_apps.integrations.ports.payments import Access, Merchant
from shared_apps.integrations.stripe.client import ask, client_for, plain, platform_key

_CONTROLLERS: dict[Role, dict[str, Any]] = {
    # sells in its own name: pays Stripe's fees, bears its disputes, has Stripe's whole dashboard
    Role.SELLER: {
        "stripe_dashboard": {"type": "full"},
        "fees": {"payer": "account"},
        "losses": {"payments": "stripe"},
        "requirement_collection": "stripe",
    },
    # is only paid by the platform, which answers for it
    Role.RECIPIENT: {
        "stripe_dashboard": {"type": "express"},
        "fees": {"payer": "application"},
        "losses": {"payments": "application"},
        "requirement_collection": "stripe",
    },
}
_ASKED: dict[Role, dict[str, Any]] = {
    Role.SELLER: {"card_payments": {"requested": True}, "transfers": {"requested": True}},
    Role.RECIPIENT: {"transfers": {"requested": True}},
}
# the beginning of a requirement's name → what it is; the longest that fits
_DUE = {
    "external_account": _("A bank account for payouts"),
    "business_type": _("What kind of business it is"),
    "business_profile": _("What the business does, and where to find it"),
    "company": _("Details of the company"),
    "company.verification": _("A document about the company"),
    "individual": _("Your personal details"),
    "individual.verification": _("A proof of your identity"),
    "person": _("Details of an owner or director"),
    "representative": _("Details of whoever represents the business"),
    "tos_acceptance": _("Your agreement to Stripe’s terms"),
    "settings": _("How payments appear on your buyers’ statements"),
}


class StripeOnboarding:
    """Account links, with the platform's keys."""

    name = "stripe"

    def __init__(self, *, access: Access) -> None:
        self.access = Access(platform=access.platform, merchant=Merchant.PLATFORM)

    @property
    def hosts(self) -> tuple[str, ...]:
        """Where its pages are."""
        double = urlsplit(settings.STRIPE_API)
        return (f"{double.scheme}://{double.netloc}",) if settings.STRIPE_API else ("https://connect.stripe.com",)

    def open_account(self, *, role: Role, email: str, metadata: Mapping[str, str], idempotency_key: str) -> str:
        """An account that Stripe asks about itself."""
        client = client_for(self.access)
        params: Any = {
            "controller": _CONTROLLERS[role],
            "capabilities": _ASKED[role],
            "metadata": dict(metadata),
            **({"email": email} if email else {}),
        }
        options: Any = {"idempotency_key": idempotency_key}
        return str(ask(lambda: client.v1.accounts.create(params, options)).id)

    def link(self, *, account: str, back_url: str, again_url: str) -> str:
        """Never kept and never written to a log: whoever has it fills in the account."""
        client = client_for(self.access)
        params: Any = {
            "account": account,
            "type": "account_onboarding",
            "return_url": back_url,
            "refresh_url": again_url,
            "collection_options": {"fields": "eventually_due"},
        }
        return str(ask(lambda: client.v1.account_links.create(params)).url)

    def standing(self, *, account: str) -> Standing:
        """What Stripe lets it do, and what it still wants to know."""
        client = client_for(self.access)
        return read_account(
            plain(ask(lambda: client.v1.accounts.retrieve(account))),
            live="_live_" in platform_key(self.access, "secret_key"),
        )


def read_account(found: dict[str, Any], *, live: bool) -> Standing:
    """An account as Stripe describes it."""
    wants = found.get("requirements") or {}
    deadline = wants.get("current_deadline")
    profile = found.get("business_profile") or {}
    return Standing(
        account=found["id"],
        name=str(profile.get("name") or found.get("email") or ""),
        live=live,
        charges=bool(found.get("charges_enabled")),
        payouts=bool(found.get("payouts_enabled")),
        transfers=(found.get("capabilities") or {}).get("transfers") == "active",
        due=due_in_words([*(wants.get("past_due") or []), *(wants.get("currently_due") or [])]),
        due_at=datetime.fromtimestamp(deadline, UTC) if deadline else None,
        problem=_problem(wants.get("disabled_reason") or ""),
    )


def due_in_words(names: list[str]) -> tuple[str, ...]:
    """What is asked, each once, in words; `person_1a2b.dob.day` is about a person."""
    said: dict[str, None] = {}
    for name in names:
        plainly = "person" + name[name.index(".") :] if name.startswith("person_") and "." in name else name
        fits = [beginning for beginning in _DUE if f"{plainly}.".startswith(f"{beginning}.")]
        words = str(_DUE[max(fits, key=len)]) if fits else plainly.replace(".", ", ").replace("_", " ").capitalize()
        said[words] = None
    return tuple(said)


def _problem(reason: str) -> str:
    if not reason or reason == "requirements.past_due":
        return ""  # what is due says it
    if reason.startswith("rejected"):
        return _now("Stripe has closed this account. Ask Stripe why.")
    return _now("Stripe is looking at this account. It says when it has finished.")
