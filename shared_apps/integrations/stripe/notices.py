"""Stripe's webhooks at the platform's own address: those of connected accounts, and those of the platform's own."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.gateway_facts import WebhookFact
from shared_apps.integrations.ports.notices import VendorNotice
from shared_apps.integrations.ports.payments import Access
from shared_apps.integrations.stripe import webhooks
from shared_apps.integrations.stripe.client import platform_key


class StripeNotices:
    """One address, two endpoints at Stripe, each with a secret of its own."""

    name = "stripe"

    def __init__(self, *, keys: Mapping[str, str]) -> None:
        self.access = Access(platform=keys)

    def read(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> VendorNotice:
        """Signed with the secret of either endpoint, at most five minutes on its way."""
        event = self._verified(body, headers, now)
        try:
            thing = event["data"]["object"]
            return VendorNotice(
                event_id=str(event["id"]),
                kind=str(event["type"]),
                occurred_at=datetime.fromtimestamp(event["created"], UTC),
                account=str(event.get("account") or ""),
                tenant=str((thing.get("metadata") or {}).get("tenant") or ""),
                reference=_payment_of(thing),
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            raise ProviderError("The webhook cannot be read.", permanent=True) from None

    def fact(self, body: bytes) -> WebhookFact:
        """What it says of a payment, a refund, a dispute or a payout."""
        return webhooks.read(json.loads(body))

    def _verified(self, body: bytes, headers: Mapping[str, str], now: datetime) -> dict[str, Any]:
        known = [platform_key(self.access, name) for name in ("connect_webhook_secret", "webhook_secret")]
        secrets = [secret for secret in known if secret]
        for secret in secrets[:-1]:
            try:
                return webhooks.verified(body, headers, secret=secret, now=now)
            except ProviderError:
                continue
        return webhooks.verified(body, headers, secret=secrets[-1] if secrets else "", now=now)


def _payment_of(thing: dict[str, Any]) -> str:
    if thing.get("object") == "payment_intent":
        return str(thing["id"])
    found = thing.get("payment_intent") or ""
    return str(found["id"] if isinstance(found, dict) else found)
