"""The sandbox as a PaymentGateway. Deterministic, and idempotent by key."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from marque.kit import clock
from marque.kit.money import Money
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import (
    Access,
    Capabilities,
    Method,
    Movement,
    MovementKind,
    PaymentRequest,
    PaymentResult,
    PaymentState,
    RefundRequest,
    RefundResult,
    SavedMethod,
    Wallet,
    WebhookFact,
)
from shared_apps.integrations.sandbox import books, complaints, tokens, webhooks
from shared_apps.integrations.sandbox.cards import FAILURES, UNKNOWN_CARD
from shared_apps.integrations.sandbox.forms import CardForm
from shared_apps.practice.models import PracticeMethod, PracticeMovement, PracticePayment

CARD_AGE = 60 * tokens.MINUTES
ACTION_AGE = 15 * tokens.MINUTES
KEPT_UNTIL_YEAR = 2099


class SandboxGateway:
    """Charges test cards and nothing else."""

    name = "sandbox"
    capabilities = Capabilities(
        methods=frozenset({Method.CARD}), wallets=frozenset({Wallet.PRACTICE}), saves_methods=True
    )

    def __init__(self, *, account: str, access: Access | None = None) -> None:
        self.account = account
        if access is not None and not access.wallets:
            self.capabilities = replace(type(self).capabilities, wallets=frozenset())

    def method_form(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        money: Money | None = None,
        save_method: bool = False,
        token: str = "",
    ) -> CardForm:
        """The card form; real card numbers are refused and no number is kept."""
        return CardForm(data, account=self.account)

    def charge(self, request: PaymentRequest) -> PaymentResult:
        """Do what the test card is for."""
        if request.save_method and not request.money.amount:
            return self._kept(request)
        if request.money.amount <= 0:
            raise ProviderError("The sandbox charges amounts above zero.", permanent=True)
        if not request.idempotency_key:
            raise ProviderError("A charge needs an idempotency key.", permanent=True)
        card = self._saved_card(request) if request.off_session else self._typed_card(request)
        payment = books.charge(self.account, request, card)
        if card["unanswered"]:
            raise ProviderError("The sandbox charged and did not answer.", permanent=False)
        if card["disputed"] and payment.state == PaymentState.SUCCEEDED:
            complaints.open_dispute(payment)
        return self._result(books.brought_up_to_date(payment))

    def confirm(self, action_token: str, *, approved: bool, returned: Mapping[str, str] | None = None) -> PaymentResult:
        """The buyer answered the bank's question. A `no` is a decline."""
        reference = tokens.unseal(self.account, "action", action_token, max_age=ACTION_AGE)["reference"]
        payment = self._payment(reference)
        return self._result(books.settle(payment, failure=payment.becomes if approved else "authentication_failed"))

    def refund(self, request: RefundRequest) -> RefundResult:
        """Give money back, at most what was taken."""
        if request.money.amount <= 0:
            raise ProviderError("The sandbox refunds amounts above zero.", permanent=True)
        subject = tokens.reference(self.account, "sbx_ref", request.reference, request.idempotency_key)
        payment = PracticePayment.objects.filter(account=self.account, reference=request.reference).first()
        if payment is not None:
            books.refund(payment, subject=subject, amount=request.money.amount)
        elif not request.reference.startswith("sbx_pay_"):
            # a copy of a business has payments whose books stayed with the original
            raise ProviderError(f"The sandbox knows no payment {request.reference!r}.", permanent=True)
        return RefundResult(subject, request.reference, request.money.amount, request.money.currency)

    def read_webhook(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> WebhookFact:
        """A signed event, at most five minutes old."""
        return webhooks.read(body, headers, secret=tokens.webhook_secret(self.account), now=now)

    def find_payment(self, *, idempotency_key: str, reference: str = "") -> PaymentResult | None:
        """The charge of that key."""
        payment = PracticePayment.objects.filter(account=self.account, idempotency_key=idempotency_key).first()
        if payment is None:
            return None
        payment = books.brought_up_to_date(payment)
        # as at most gateways, a charge is answered before its fee is known
        fee = payment.fee if payment.state == PaymentState.SUCCEEDED else None
        return replace(self._result(payment), fee=fee)

    def movements(self, *, since: datetime, until: datetime) -> Iterable[Movement]:
        """Every change of the balance."""
        rows = PracticeMovement.objects.filter(account=self.account, created_at__gte=since, created_at__lt=until)
        for row in rows.select_related("payment").order_by("created_at", "pk"):
            paid = row.payment.reference if row.payment else ""
            kind = MovementKind(row.kind)
            yield Movement(
                f"sbx_mv_{row.pk}", kind, row.amount, row.fee, row.currency, row.created_at, paid, row.subject
            )

    def forget_method(self, token: str) -> None:
        """Charge it no more."""
        PracticeMethod.objects.filter(account=self.account, token=token).update(forgotten_at=clock.now())

    def _kept(self, request: PaymentRequest) -> PaymentResult:
        card = self._typed_card(request)
        state = PaymentState.DECLINED if card["failure"] and not card["asks"] else PaymentState.SUCCEEDED
        token = tokens.reference(self.account, "sbx_pm", request.idempotency_key)
        return PaymentResult(
            state=state,
            reference=token,
            amount=0,
            currency=request.money.currency,
            brand=card["brand"],
            last4=card["last4"],
            failure_code=card["failure"] if state is PaymentState.DECLINED else "",
            message=str(FAILURES[card["failure"]]) if state is PaymentState.DECLINED else "",
            saved=_saved(books.keep(self.account, card, token)) if state is PaymentState.SUCCEEDED else None,
        )

    def _typed_card(self, request: PaymentRequest) -> dict[str, Any]:
        return UNKNOWN_CARD | tokens.unseal(self.account, "card", request.method, max_age=CARD_AGE)

    def _saved_card(self, request: PaymentRequest) -> dict[str, Any]:
        kept = PracticeMethod.objects.filter(account=self.account, token=request.method, forgotten_at=None).first()
        if kept is None:
            raise ProviderError("The sandbox keeps no such card.", permanent=True)
        return UNKNOWN_CARD | {"brand": kept.brand, "last4": kept.last4, "failure": kept.fails_later}

    def _payment(self, reference: str) -> PracticePayment:
        payment = PracticePayment.objects.filter(account=self.account, reference=reference).first()
        if payment is None:
            raise ProviderError(f"The sandbox knows no payment {reference!r}.", permanent=True)
        return payment

    def _result(self, payment: PracticePayment) -> PaymentResult:
        state, asks = PaymentState(payment.state), payment.state == PaymentState.NEEDS_ACTION
        return PaymentResult(
            state=state,
            reference=payment.reference,
            amount=payment.amount,
            currency=payment.currency,
            brand=payment.brand,
            last4=payment.last4,
            action_token=tokens.seal(self.account, "action", {"reference": payment.reference}) if asks else "",
            failure_code=payment.failure_code,
            message=str(FAILURES[payment.failure_code]) if payment.failure_code else "",
            saved=_saved(payment.method) if payment.method and state is PaymentState.SUCCEEDED else None,
        )


def _saved(method: PracticeMethod) -> SavedMethod:
    return SavedMethod(method.token, method.brand, method.last4, 12, KEPT_UNTIL_YEAR)
