"""Webhooks that vendors send to the platform's own address, for whichever business they are about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.module_loading import import_string

from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.gateway_facts import WebhookFact

SOURCES = {"stripe": "shared_apps.integrations.stripe.notices.StripeNotices"}


@dataclass(frozen=True)
class VendorNotice:
    """A webhook with its signature checked: what has to be known to bring it to the right business.

    `kind` is the vendor's own word. `account` is the connected account it is about; empty for the platform's own.
    `tenant` is the id of the business, where we had left it with the vendor. `reference` names the payment.
    """

    event_id: str
    kind: str
    occurred_at: datetime
    account: str = ""
    tenant: str = ""
    reference: str = ""


class NoticeSource(Protocol):
    """A vendor that sends webhooks to the platform."""

    name: str

    def read(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> VendorNotice:
        """Check the signature and the age, and read the envelope; a permanent ProviderError when they are wrong."""
        ...

    def fact(self, body: bytes) -> WebhookFact:
        """What a webhook that was checked before says of a payment; of the kind `other` when it says nothing."""
        ...


def notice_source(name: str, *, keys: Mapping[str, str] | None = None) -> NoticeSource:
    """The vendor of that name; a permanent ProviderError when there is none.

    `keys` are those operators typed, instead of the environment's.
    """
    try:
        return import_string(SOURCES[name])(keys=keys or {})
    except KeyError:
        raise ProviderError(f"Nobody sends webhooks as {name!r}.", permanent=True) from None
