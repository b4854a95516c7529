"""Accounts that businesses, and people they pay, get at a gateway through the platform."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from django.utils.module_loading import import_string

from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import Access

ONBOARDINGS = {"stripe": "shared_apps.integrations.stripe.onboarding.StripeOnboarding"}


class Role(StrEnum):
    """What an account is for: selling and being paid, or being paid alone."""

    SELLER = "seller"
    RECIPIENT = "recipient"


@dataclass(frozen=True)
class Standing:
    """How an account stands. `due` are sentences about what the gateway still wants to know, until `due_at`."""

    account: str
    name: str = ""
    live: bool = False
    charges: bool = False
    payouts: bool = False
    transfers: bool = False
    due: tuple[str, ...] = ()
    due_at: datetime | None = None
    problem: str = ""


class Onboarding(Protocol):
    """Opens accounts and leads their owners through the gateway's own questions."""

    name: str
    hosts: tuple[str, ...]

    def open_account(self, *, role: Role, email: str, metadata: Mapping[str, str], idempotency_key: str) -> str:
        """A new account's name at the gateway; the same key is the same account."""
        ...

    def link(self, *, account: str, back_url: str, again_url: str) -> str:
        """An address that works once: it asks what is due, then leads to `back_url`; to `again_url` when it is old."""
        ...

    def standing(self, *, account: str) -> Standing:
        """How the account stands now."""
        ...


def onboarding(name: str, *, access: Access) -> Onboarding:
    """The onboarding of a gateway, with the platform's keys; a permanent ProviderError where there is none."""
    try:
        path = ONBOARDINGS[name]
    except KeyError:
        raise ProviderError(f"{name!r} opens no accounts through the platform.", permanent=True) from None
    found: Onboarding = import_string(path)(access=access)
    return found
