"""The sandbox as the platform's billing: practice cards, the practice gateway's own books, nothing to sign up for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from marque.kit.money import Money
from shared_apps.integrations.ports.payments import PaymentRequest, PaymentState
from shared_apps.integrations.ports.platform_billing import (
    Bill,
    BillFact,
    BillResult,
    BillState,
    Card,
    CardRequest,
    CardResult,
)
from shared_apps.integrations.sandbox.forms import CardForm
from shared_apps.integrations.sandbox.gateway import SandboxGateway
from shared_apps.practice.models import PracticeMethod

# keeping a card costs nothing in any currency
_NOTHING = Money.zero("USD")
_STATES = {PaymentState.SUCCEEDED: BillState.PAID, PaymentState.DECLINED: BillState.DECLINED}


def account_of(tenant_id: UUID | str) -> str:
    """Where the platform's practice charges of a tenant are written; apart from the tenant's own sales."""
    return f"billing.{tenant_id}"


class SandboxBilling:
    """Charges test cards and nothing else; a customer is the tenant's own page of the practice books."""

    name = "sandbox"

    def __init__(self, *, keys: Mapping[str, str]) -> None:
        """Practice has no keys."""

    def card_form(self, data: Mapping[str, Any] | None = None, *, tenant_id: UUID) -> CardForm:
        """The form for test cards."""
        return CardForm(data, account=account_of(tenant_id))

    def keep_card(self, request: CardRequest) -> CardResult:
        """Keep a test card, unless it is one that says no."""
        account = account_of(request.payer.tenant_id)
        wanted = PaymentRequest(_NOTHING, request.method, request.idempotency_key, save_method=True)
        result = SandboxGateway(account=account).charge(wanted)
        if result.saved is None:
            return CardResult(message=result.message)
        saved = result.saved
        expires = f"{saved.exp_month:02}/{saved.exp_year}"
        return CardResult(Card(account, saved.token, saved.brand, saved.last4, expires))

    def collect(self, bill: Bill) -> BillResult:
        """Charge the kept card; the same key is the same charge."""
        gateway = SandboxGateway(account=bill.customer)
        if not PracticeMethod.objects.filter(account=bill.customer, token=bill.token, forgotten_at=None).exists():
            return BillResult(BillState.DECLINED, message=_("This card is not on file any more. Add another one."))
        wanted = PaymentRequest(bill.money, bill.token, bill.key, description=bill.number, off_session=True)
        result = gateway.charge(wanted)
        return BillResult(_STATES.get(result.state, BillState.PENDING), result.reference, result.message)

    def forget_card(self, card: Card, *, tenant_id: UUID) -> None:
        """Charge it no more."""
        SandboxGateway(account=account_of(tenant_id)).forget_method(card.token)

    def read_fact(self, body: bytes) -> BillFact:
        """The sandbox answers at once and tells nothing later."""
        return BillFact("", BillResult(BillState.PENDING))
