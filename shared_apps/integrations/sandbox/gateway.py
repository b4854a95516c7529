"""The sandbox as a PaymentGateway. Deterministic, and idempotent by key."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import (
    PaymentRequest,
    PaymentResult,
    PaymentState,
    RefundRequest,
    RefundResult,
    WebhookFact,
)
from shared_apps.integrations.sandbox import tokens, webhooks
from shared_apps.integrations.sandbox.cards import FAILURES
from shared_apps.integrations.sandbox.forms import CardForm

CARD_AGE = 60 * tokens.MINUTES
ACTION_AGE = 15 * tokens.MINUTES


class SandboxGateway:
    """Charges test cards and nothing else."""

    name = "sandbox"

    def __init__(self, *, account: str) -> None:
        self.account = account

    def method_form(self, data: Mapping[str, Any] | None = None) -> CardForm:
        """The card form; real card numbers are refused and no number is kept."""
        return CardForm(data, account=self.account)

    def charge(self, request: PaymentRequest) -> PaymentResult:
        """Do what the test card is for."""
        if request.money.amount <= 0:
            raise ProviderError("The sandbox charges amounts above zero.", permanent=True)
        if not request.idempotency_key:
            raise ProviderError("A charge needs an idempotency key.", permanent=True)
        card = tokens.unseal(self.account, "card", request.method, max_age=CARD_AGE)
        facts = {
            "reference": tokens.reference(self.account, "sbx_pay", request.idempotency_key),
            "amount": request.money.amount,
            "currency": request.money.currency,
            "brand": card["brand"],
            "last4": card["last4"],
        }
        if card["asks"]:
            token = tokens.seal(self.account, "action", {**facts, "failure": card["failure"]})
            return PaymentResult(PaymentState.NEEDS_ACTION, **facts, action_token=token)
        return _settled(facts, card["failure"])

    def confirm(self, action_token: str, *, approved: bool) -> PaymentResult:
        """The buyer answered the bank's question. A `no` is a decline."""
        facts = tokens.unseal(self.account, "action", action_token, max_age=ACTION_AGE)
        failure = facts.pop("failure")
        return _settled(facts, failure if approved else "authentication_failed")

    def refund(self, request: RefundRequest) -> RefundResult:
        """Give money back. Whether so much was ever taken is for the order to know."""
        if not request.reference.startswith("sbx_pay_"):
            raise ProviderError(f"The sandbox knows no payment {request.reference!r}.", permanent=True)
        if request.money.amount <= 0:
            raise ProviderError("The sandbox refunds amounts above zero.", permanent=True)
        return RefundResult(
            reference=tokens.reference(self.account, "sbx_ref", request.reference, request.idempotency_key),
            payment_reference=request.reference,
            amount=request.money.amount,
            currency=request.money.currency,
        )

    def read_webhook(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> WebhookFact:
        """A signed event, at most five minutes old."""
        return webhooks.read(body, headers, secret=tokens.webhook_secret(self.account), now=now)


def _settled(facts: Mapping[str, Any], failure: str) -> PaymentResult:
    if failure:
        return PaymentResult(PaymentState.DECLINED, **facts, failure_code=failure, message=str(FAILURES[failure]))
    return PaymentResult(PaymentState.SUCCEEDED, **facts)
