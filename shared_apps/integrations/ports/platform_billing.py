"""Collecting what tenants owe the platform: a card kept for each, bills paid with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from django import forms
from django.utils.module_loading import import_string

from marque.kit.money import Money
from shared_apps.integrations.ports.errors import ProviderError

PROVIDERS = {
    "sandbox": "shared_apps.integrations.sandbox.billing.SandboxBilling",
    "stripe": "shared_apps.integrations.stripe.billing.StripeBilling",
}


@dataclass(frozen=True)
class Payer:
    """Who pays: a tenant, as its invoices name it."""

    tenant_id: UUID
    name: str
    email: str


@dataclass(frozen=True)
class Card:
    """A card the provider keeps. `customer` is who it knows the payer as."""

    customer: str
    token: str
    brand: str
    last4: str
    expires: str = ""

    def __str__(self) -> str:
        return f"{self.brand} {self.last4}"


@dataclass(frozen=True)
class CardRequest:
    """Keep a card. `customer` is empty the first time; `method` is what the provider's form gave."""

    payer: Payer
    method: str
    idempotency_key: str
    customer: str = ""


@dataclass(frozen=True)
class CardResult:
    """The card, or why it was not kept, in words for its owner."""

    card: Card | None = None
    message: str = ""


@dataclass(frozen=True)
class Bill:
    """One attempt to have an invoice paid with the card on file. The same key has the same outcome.

    `again` says that a provider may have heard of the invoice before.
    """

    key: str
    invoice: str
    number: str
    title: str
    money: Money
    customer: str
    token: str
    again: bool = False


class BillState(StrEnum):
    """How collecting ended. `PENDING` waits for a webhook, or for being asked again."""

    PAID = "paid"
    DECLINED = "declined"
    PENDING = "pending"


@dataclass(frozen=True)
class BillResult:
    """What became of a bill. `message` is for its owner."""

    state: BillState
    reference: str = ""
    message: str = ""


@dataclass(frozen=True)
class BillFact:
    """What a provider said by itself of an invoice. No `invoice`: it is about none of ours."""

    invoice: str
    result: BillResult


class PlatformBilling(Protocol):
    """A provider that collects the platform's invoices."""

    name: str

    def card_form(self, data: Mapping[str, Any] | None = None, *, tenant_id: UUID) -> forms.Form:
        """The form that asks for a card; its cleaned_data is {"method": token}. May bring `template` and `csp`."""
        ...

    def keep_card(self, request: CardRequest) -> CardResult:
        """Keep a card to charge later without its owner."""
        ...

    def collect(self, bill: Bill) -> BillResult:
        """Take the money, or say why not. ProviderError means that nobody knows, or that asking is no use."""
        ...

    def forget_card(self, card: Card, *, tenant_id: UUID) -> None:
        """Keep a card no longer. One that is gone already is fine."""
        ...

    def read_fact(self, body: bytes) -> BillFact:
        """What a webhook whose signature was checked (by the inbox) says; of nothing of ours its invoice is empty."""
        ...


def platform_billing(name: str, *, keys: Mapping[str, str] | None = None) -> PlatformBilling:
    """A provider of that name. `keys` are those operators typed, instead of the environment's."""
    try:
        path = PROVIDERS[name]
    except KeyError:
        raise ProviderError(f"There is no billing provider called {name!r}.", permanent=True) from None
    found: PlatformBilling = import_string(path)(keys=keys or {})
    return found
