"""Payments by hand as a PaymentGateway: nothing is charged, money is waited for, and the owner says that it came."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from marque.kit import clock
from marque.kit.money import Money
from shared_apps.integrations.manual.forms import WORDS, ByHandForm
from shared_apps.integrations.manual.references import is_reference, reference_for
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import (
    Access,
    Awaits,
    Capabilities,
    Flow,
    Method,
    Movement,
    PaymentRequest,
    PaymentResult,
    PaymentState,
    RefundRequest,
    RefundResult,
    WebhookFact,
)

DUE_DAYS = 14


class ManualGateway:
    """Has no account anywhere and no books: the business's own rows are the truth."""

    name = "manual"
    capabilities = Capabilities(methods=frozenset(WORDS), flow=Flow.BY_HAND, reports=False, largest=10**13)

    def __init__(self, *, account: str, access: Access | None = None) -> None:
        self.account, self.access = account, access or Access()
        self.capabilities = replace(type(self).capabilities, methods=frozenset(self._methods()))

    def method_form(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        money: Money | None = None,
        save_method: bool = False,
        token: str = "",
    ) -> ByHandForm:
        """Which of them, where there is more than one."""
        return ByHandForm(data, methods=self._methods())

    def charge(self, request: PaymentRequest) -> PaymentResult:
        """Wait for the money until its day."""
        if request.off_session or not request.money.amount or request.method not in self._methods():
            raise ProviderError(_("This cannot be paid that way here."), permanent=True)
        # the end of a day: people count days, and asking again the same day says the same
        due_at = (clock.now() + timedelta(days=self.due_days)).replace(hour=23, minute=59, second=0, microsecond=0)
        return PaymentResult(
            state=PaymentState.PENDING,
            reference=reference_for(request.idempotency_key),
            amount=request.money.amount,
            currency=request.money.currency,
            brand=str(WORDS[Method(request.method)]),
            awaits=Awaits(Method(request.method), due_at),
        )

    def confirm(self, action_token: str, *, approved: bool, returned: Mapping[str, str] | None = None) -> PaymentResult:
        """Nobody is asked anything."""
        raise ProviderError(_("This payment waits for its money and for nothing else."), permanent=True)

    def refund(self, request: RefundRequest) -> RefundResult:
        """The owner gives it back by hand; this notes it."""
        if not is_reference(request.reference):
            raise ProviderError(_("This payment was not made by hand."), permanent=True)
        reference = f"{request.reference}-{request.idempotency_key[:36]}"
        return RefundResult(reference, request.reference, request.money.amount, request.money.currency)

    def read_webhook(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> WebhookFact:
        """Nobody sends any."""
        raise ProviderError("Nobody sends webhooks about payments by hand.", permanent=True)

    def find_payment(self, *, idempotency_key: str, reference: str = "") -> PaymentResult | None:
        """Nobody else has heard of it: asking again with its key waits for the same money."""
        return None

    def movements(self, *, since: datetime, until: datetime) -> Iterable[Movement]:
        """The bank's statement is not ours to read."""
        return ()

    def forget_method(self, token: str) -> None:
        """Nothing is kept."""

    @property
    def due_days(self) -> int:
        """How long money is waited for."""
        typed = self.access.keys.get("due_days", "")
        return int(typed) if typed.isdecimal() else DUE_DAYS

    def _methods(self) -> list[Method]:
        keys = self.access.keys
        offered = {
            Method.TRANSFER: keys.get("iban") or keys.get("details"),
            Method.CASH: keys.get("cash"),
            Method.INVOICE: keys.get("invoice"),
        }
        return [method for method, wanted in offered.items() if wanted]
