"""What happened and is not in the book: a fact that was lost, or from before there was a book."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.db.models.fields import TextField
from django.db.models.functions import Cast, Concat

from tenant_apps.ledger.models import LedgerTransaction, Posting
from tenant_apps.orders.models import Dispute, Order, OrderKind, Payment, Refund

# their money never came through a gateway of ours
NOT_SOLD_HERE = (OrderKind.IMPORTED, OrderKind.COMP)


def unposted_orders(*, before: datetime) -> QuerySet[Order]:
    """Orders paid before then without a sale in the book, oldest first."""
    posted = LedgerTransaction.objects.filter(order=OuterRef("pk"), kind=Posting.SALE)
    paid = Order.objects.filter(paid_at__lt=before, total_amount__gt=0).exclude(kind__in=NOT_SOLD_HERE)
    return paid.exclude(Exists(posted)).order_by("pk")


def unposted_refunds(*, before: datetime) -> QuerySet[Refund]:
    """Refunds settled before then that are not in the book."""
    settled = Refund.objects.filter(settled_at__lt=before, amount__gt=0).exclude(order__kind__in=NOT_SOLD_HERE)
    return settled.exclude(Exists(_source("refund"))).select_related("order").order_by("pk")


def unposted_fees(*, before: datetime) -> QuerySet[Payment]:
    """Payments from before then whose fee is known and not in the book."""
    known = Payment.objects.filter(fee_amount__gt=0, settled_at__lt=before).exclude(order__kind__in=NOT_SOLD_HERE)
    return known.exclude(Exists(_source("fee"))).select_related("order").order_by("pk")


def unposted_returns(*, before: datetime) -> QuerySet[Refund]:
    """Refunds that came back before then and are in the book, while their coming back is not."""
    back = Refund.objects.filter(returned_at__lt=before, amount__gt=0).filter(Exists(_source("refund")))
    return back.exclude(Exists(_source("refund-returned"))).select_related("order").order_by("pk")


def unposted_dispute_fees(*, before: datetime) -> QuerySet[Dispute]:
    """Disputes opened before then whose fee is known and not in the book."""
    known = Dispute.objects.filter(fee_amount__gt=0, opened_at__lt=before).exclude(order__kind__in=NOT_SOLD_HERE)
    return known.exclude(Exists(_source("dispute-fee"))).select_related("order").order_by("pk")


def unposted_disputes(*, before: datetime) -> QuerySet[Dispute]:
    """Disputes opened before then of which the opening or the end is not in the book."""
    opened = Dispute.objects.filter(opened_at__lt=before).exclude(order__kind__in=NOT_SOLD_HERE)
    whole = (
        opened.exclude(Exists(_source("dispute")), won_at__isnull=True, lost_at__isnull=True)
        .exclude(Exists(_source("dispute-won")))
        .exclude(Exists(_source("dispute-lost")))
    )
    return whole.select_related("order").order_by("pk")


def _source(prefix: str) -> QuerySet[LedgerTransaction]:
    source = Concat(Value(f"{prefix}:"), Cast(OuterRef("key"), TextField()))
    return LedgerTransaction.objects.annotate(wanted=source).filter(source=F("wanted"))
