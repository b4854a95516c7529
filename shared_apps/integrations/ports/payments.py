"""Taking and giving back money: what orders ask of any payment provider."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from django import forms
from django.utils.module_loading import import_string

from marque.kit.money import Money
from shared_apps.integrations.ports.errors import ProviderError

GATEWAYS = {"sandbox": "shared_apps.integrations.sandbox.gateway.SandboxGateway"}


class PaymentState(StrEnum):
    """Where a payment stands once the provider has answered."""

    SUCCEEDED = "succeeded"
    DECLINED = "declined"
    NEEDS_ACTION = "needs_action"
    PENDING = "pending"


@dataclass(frozen=True)
class PaymentRequest:
    """One attempt to take money. `method` is a provider's token for the card, never its number."""

    money: Money
    method: str
    idempotency_key: str
    description: str = ""
    email: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PaymentResult:
    """What became of an attempt. `message` is for the buyer; `action_token` opens the bank's question."""

    state: PaymentState
    reference: str
    amount: int
    currency: str
    brand: str = ""
    last4: str = ""
    action_token: str = ""
    failure_code: str = ""
    message: str = ""

    @property
    def succeeded(self) -> bool:
        """The money is taken."""
        return self.state is PaymentState.SUCCEEDED


@dataclass(frozen=True)
class RefundRequest:
    """Give back all or part of a payment."""

    reference: str
    money: Money
    idempotency_key: str
    reason: str = ""


@dataclass(frozen=True)
class RefundResult:
    """A refund the provider accepted."""

    reference: str
    payment_reference: str
    amount: int
    currency: str


@dataclass(frozen=True)
class WebhookFact:
    """Something the provider told us, with its signature checked. `event_id` is unique per source."""

    event_id: str
    kind: str
    reference: str
    amount: int
    currency: str
    occurred_at: datetime


class PaymentGateway(Protocol):
    """A provider that charges cards. Every call with the same idempotency key has the same outcome."""

    name: str

    def method_form(self, data: Mapping[str, Any] | None = None) -> forms.Form:
        """The form that asks for a card; when valid its cleaned_data is {"method": token, "brand", "last4"}."""
        ...

    def charge(self, request: PaymentRequest) -> PaymentResult:
        """Take the money, or say why not. A decline is a result; ProviderError means nobody knows."""
        ...

    def confirm(self, action_token: str, *, approved: bool) -> PaymentResult:
        """Finish a payment that needed the buyer's bank."""
        ...

    def refund(self, request: RefundRequest) -> RefundResult:
        """Give money back."""
        ...

    def read_webhook(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> WebhookFact:
        """Check a webhook's signature and age, and read it."""
        ...


def payment_gateway(name: str = "sandbox", *, account: str) -> PaymentGateway:
    """The gateway a business has chosen. `account` is its account there; the sandbox takes the tenant's id."""
    try:
        path = GATEWAYS[name]
    except KeyError:
        raise ProviderError(f"There is no payment gateway called {name!r}.", permanent=True) from None
    return import_string(path)(account=account)
