"""Taking and giving back money: what orders ask of any payment provider."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django import forms
from django.utils.module_loading import import_string

from marque.kit.money import Money
from shared_apps.integrations.ports.charging import (
    Awaits,
    Capabilities,
    Flow,
    Merchant,
    Method,
    PaymentRequest,
    PaymentResult,
    PaymentState,
    RefundRequest,
    RefundResult,
    SavedMethod,
    Wallet,
)
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.gateway_facts import FactKind, Movement, MovementKind, WebhookFact

__all__ = [
    "GATEWAYS",
    "Access",
    "Awaits",
    "Capabilities",
    "FactKind",
    "Flow",
    "Merchant",
    "Method",
    "Movement",
    "MovementKind",
    "PaymentGateway",
    "PaymentRequest",
    "PaymentResult",
    "PaymentState",
    "RefundRequest",
    "RefundResult",
    "SavedMethod",
    "Wallet",
    "WebhookFact",
    "payment_gateway",
]

GATEWAYS = {
    "sandbox": "shared_apps.integrations.sandbox.gateway.SandboxGateway",
    "stripe": "shared_apps.integrations.stripe.gateway.StripeGateway",
    "paypal": "shared_apps.integrations.paypal.gateway.PayPalGateway",
    "razorpay": "shared_apps.integrations.razorpay.gateway.RazorpayGateway",
    "manual": "shared_apps.integrations.manual.gateway.ManualGateway",
}


@dataclass(frozen=True)
class Access:
    """How a business gets in: the keys of its account, whose sale it is, and whether real money moves.

    `platform` are the platform's own keys, for businesses that have none: connected ones, and those it collects for.
    `hosted` asks for the gateway's own page, where it has the choice; `wallets` lets buttons of wallets show on ours.
    """

    keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    platform: Mapping[str, str] = field(default_factory=dict, repr=False)
    merchant: Merchant = Merchant.CREATOR
    live: bool = False
    hosted: bool = False
    wallets: bool = True


class PaymentGateway(Protocol):
    """A provider that takes money. Every call with the same idempotency key has the same outcome."""

    name: str
    account: str
    capabilities: Capabilities

    def method_form(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        money: Money | None = None,
        save_method: bool = False,
        token: str = "",
    ) -> forms.Form:
        """The form that asks how to pay; when valid its cleaned_data is {"method": token, "brand", "last4"}.

        With the `token` of a payment under way it is the form that payment began with, whatever is chosen today.
        A form may bring a `template`, a `question` (the bank's page) and `csp`, the sources its page has to allow.
        """
        ...

    def charge(self, request: PaymentRequest) -> PaymentResult:
        """Take the money, or say why not. A decline is a result; ProviderError means nobody knows."""
        ...

    def confirm(self, action_token: str, *, approved: bool, returned: Mapping[str, str] | None = None) -> PaymentResult:
        """Finish a payment that needed the buyer; `returned` is what a gateway's own pages sent back with them."""
        ...

    def refund(self, request: RefundRequest) -> RefundResult:
        """Give money back, all or part. More than was taken is a permanent ProviderError."""
        ...

    def read_webhook(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> WebhookFact:
        """Check a webhook's signature and age, and read it."""
        ...

    def find_payment(self, *, idempotency_key: str, reference: str = "") -> PaymentResult | None:
        """What became of a charge whose answer was lost; None when the gateway never heard of it."""
        ...

    def movements(self, *, since: datetime, until: datetime) -> Iterable[Movement]:
        """The gateway's own books from `since` to before `until`, oldest first."""
        ...

    def forget_method(self, token: str) -> None:
        """Keep a saved method no longer. One that is gone already is fine."""
        ...


def payment_gateway(name: str = "sandbox", *, account: str, access: Access | None = None) -> PaymentGateway:
    """The gateway a business has chosen. `account` is its account there; the sandbox takes the tenant's id."""
    try:
        path = GATEWAYS[name]
    except KeyError:
        raise ProviderError(f"There is no payment gateway called {name!r}.", permanent=True) from None
    return import_string(path)(account=account, access=access or Access())
