"""Fees of the platform that nobody kept back from the sale, and that are on no bill yet."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from tenant_apps.ledger.models import AccountKind, LedgerEntry, LedgerTransaction, Posting
from tenant_apps.orders.models import Payment

_MOVES = (Posting.SALE, Posting.REFUND, Posting.REVERSAL, Posting.DISPUTE_LOST)
# what is left of a transaction without these is its worth without tax, as it was shared
_AROUND = (AccountKind.CASH, AccountKind.TAX, AccountKind.DISPUTES, AccountKind.REFUNDS)
_PRACTICE = "sandbox"


def unbilled_fees(*, before: datetime, since: datetime | None = None) -> QuerySet[LedgerTransaction]:
    """Transactions before then with `fee` and `net`, positive where the platform has it coming.

    A fee that a gateway kept back, or the platform from what it collects, is paid: it is never here. Neither are sales
    that were practised where bills are real.
    """
    paid = Payment.objects.succeeded().filter(order=OuterRef("order"))
    settled = Q(platform_fee_at_source=True)
    if settings.BILLING_PROVIDER != _PRACTICE:
        settled |= Q(gateway=_PRACTICE)
    moved = LedgerEntry.objects.filter(transaction=OuterRef("pk"), account__kind=AccountKind.PLATFORM_FEE)
    found = LedgerTransaction.objects.filter(kind__in=_MOVES, occurred_at__lt=before, billed_fee=None)
    if since is not None:
        found = found.filter(occurred_at__gte=since)
    found = found.filter(Exists(moved)).exclude(Exists(paid.filter(settled)))
    return found.annotate(
        fee=-Sum("entries__amount", filter=Q(entries__account__kind=AccountKind.PLATFORM_FEE)),
        net=-Sum("entries__amount", filter=~Q(entries__account__kind__in=_AROUND)),
    )
