"""Posting what the book does not know: the same actions as the facts', found by reading the rows."""

from __future__ import annotations

from datetime import datetime

from tenant_apps.ledger.actions.returning import post_dispute_fee, post_refund_returned
from tenant_apps.ledger.actions.selling import post_sale
from tenant_apps.ledger.actions.undoing import (
    post_dispute_lost,
    post_dispute_opened,
    post_dispute_won,
    post_fee,
    post_refund,
)
from tenant_apps.ledger.queries import missing


def catch_up(*, before: datetime) -> int:
    """Post everything from before then that is not in the book; how much that was. Safe to stop and run again."""
    done = 0
    for order in missing.unposted_orders(before=before).iterator():
        done += post_sale(order=order) is not None
    for payment in missing.unposted_fees(before=before).iterator():
        done += post_fee(payment=payment) is not None
    for refund in missing.unposted_refunds(before=before).iterator():
        done += post_refund(refund=refund) is not None
    for dispute in missing.unposted_disputes(before=before).iterator():
        done += post_dispute_opened(dispute=dispute) is not None
        post_dispute_won(dispute=dispute)
        post_dispute_lost(dispute=dispute)
    for refund in missing.unposted_returns(before=before).iterator():
        done += post_refund_returned(refund=refund) is not None
    for dispute in missing.unposted_dispute_fees(before=before).iterator():
        done += post_dispute_fee(dispute=dispute) is not None
    return done
