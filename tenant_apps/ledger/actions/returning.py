"""What a gateway says later: a refund that came back, and what it kept for a dispute."""

from __future__ import annotations

from django.db import transaction

from shared_apps.integrations.ports.payments import Merchant
from tenant_apps.ledger.actions.platform_fees import fee_payment, give_fee_back
from tenant_apps.ledger.actions.posting import Leg, Pot, mirrored, post
from tenant_apps.ledger.actions.selling import cash_of
from tenant_apps.ledger.actions.undoing import fee_in, hold_order, where_now
from tenant_apps.ledger.models import AccountKind, LedgerTransaction, Posting
from tenant_apps.orders.models import Dispute, Refund


@transaction.atomic
def post_refund_returned(*, refund: Refund) -> LedgerTransaction | None:
    """All as it was before the refund, once; None when the book never knew of it, or it has not come back."""
    if refund.returned_at is None or hold_order(refund.order) is None:
        return None
    original = LedgerTransaction.objects.filter(source=f"refund:{refund.key}").first()
    if original is None:
        return None
    legs = [where_now(leg) for leg in mirrored(original)]
    paid = fee_payment(refund.order)
    if paid is not None and paid.merchant == Merchant.PLATFORM:  # it keeps its part of the sale again
        give_fee_back(order=refund.order, source=f"refund-returned:{refund.key}", amount=fee_in(legs))
    return post(
        kind=Posting.REVERSAL,
        source=f"refund-returned:{refund.key}",
        currency=refund.currency,
        legs=legs,
        reverses=original,
        order=refund.order,
        fact="orders.RefundReturned",
        note=refund.failure_message,
        occurred_at=refund.returned_at,
    )


@transaction.atomic
def post_dispute_fee(*, dispute: Dispute) -> LedgerTransaction | None:
    """Post what the gateway kept for a dispute, once; it is the creator's cost. None while it is unknown."""
    order, fee = dispute.order, dispute.fee_amount
    if not fee or hold_order(order) is None:
        return None
    return post(
        kind=Posting.FEE,
        source=f"dispute-fee:{dispute.key}",
        currency=dispute.currency,
        legs=[
            Leg(cash_of(order), -fee),
            Leg(Pot(AccountKind.GATEWAY_FEES), fee),
            Leg(Pot(AccountKind.GATEWAY_FEES), -fee),
            Leg(Pot(AccountKind.CREATOR), fee),
        ],
        order=order,
        fact="orders.DisputeFeeKnown",
        note=dispute.reason,
    )
