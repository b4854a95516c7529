"""What a gateway tells us by itself, and what it says of its books when asked."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

NO_CURRENCY = "XXX"  # ISO 4217: no currency is involved


class FactKind(StrEnum):
    """What a webhook is about. `OTHER` is kept and asks for nothing."""

    PAYMENT_SUCCEEDED = "payment.succeeded"
    PAYMENT_FAILED = "payment.failed"
    PAYMENT_APPROVED = "payment.approved"
    PAYMENT_FEE_KNOWN = "payment.fee_known"
    REFUND_SETTLED = "refund.settled"
    REFUND_FAILED = "refund.failed"
    DISPUTE_OPENED = "dispute.opened"
    DISPUTE_WON = "dispute.won"
    DISPUTE_LOST = "dispute.lost"
    PAYOUT_PAID = "payout.paid"
    PAYOUT_FAILED = "payout.failed"
    TRANSFER_RETURNED = "transfer.returned"
    ACCOUNT_CHANGED = "account.changed"
    OTHER = "other"


@dataclass(frozen=True)
class WebhookFact:
    """Something the provider told us, with its signature checked. `event_id` is unique per source.

    `reference` is the payment's (of a payout: the payout's); `subject` names the refund or dispute itself.
    The `amount` of a returned transfer is all that came back of it by then.
    """

    event_id: str
    kind: str
    reference: str
    amount: int
    currency: str
    occurred_at: datetime
    subject: str = ""
    reason: str = ""
    due_at: datetime | None = None
    fee: int | None = None


class MovementKind(StrEnum):
    """What moved a gateway's balance."""

    PAYMENT = "payment"
    REFUND = "refund"
    DISPUTE = "dispute"
    DISPUTE_WON = "dispute_won"
    PAYOUT = "payout"
    PAYOUT_RETURNED = "payout_returned"
    TRANSFER = "transfer"
    TRANSFER_RETURNED = "transfer_returned"
    FEE = "fee"
    OTHER = "other"


@dataclass(frozen=True)
class Movement:
    """One line of a gateway's own books: `amount` is signed and before its `fee`, both in minor units.

    `platform_fee` is what the platform kept of it, `owner` the tenant our own note on the payment names.
    """

    reference: str
    kind: MovementKind
    amount: int
    fee: int
    currency: str
    at: datetime
    payment_reference: str = ""
    subject: str = ""
    platform_fee: int = 0
    owner: str = ""
    words: str = ""

    @property
    def net(self) -> int:
        """What it added to the balance."""
        return self.amount - self.fee - self.platform_fee
