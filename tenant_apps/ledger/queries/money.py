"""What the Money page shows: sums by account, months, and entries by the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth

from marque.kit.money import Money
from tenant_apps.ledger.models import AccountKind, LedgerAccount, LedgerEntry, Posting
from tenant_apps.ledger.models.book import EARNED
from tenant_apps.people.models import Person

PAGE = 50
_OTHERS = (AccountKind.AUTHOR, AccountKind.VENDOR, AccountKind.AFFILIATE, AccountKind.ESCROW)
_OUT = (Posting.PAYOUT_RESERVED, Posting.PAYOUT_RETURNED, Posting.PAYOUT_PAID)


def currencies() -> list[str]:
    """Currencies the book knows."""
    return sorted(set(LedgerAccount.objects.values_list("currency", flat=True)))


def owed_by_kind(currency: str) -> dict[str, Money]:
    """What is owed, by kind of account; what the business has is negative."""
    rows = LedgerAccount.objects.filter(currency=currency).values_list("kind").annotate(total=Sum("balance"))
    return {kind: Money(-total, currency) for kind, total in rows.order_by("kind")}


def owed_to_people(currency: str) -> list[tuple[Person, Money]]:
    """Everybody with a share and what they are owed now, the most first."""
    rows = LedgerAccount.objects.filter(currency=currency, kind__in=_OTHERS).values_list("owner")
    totals = dict(rows.annotate(total=Sum("balance")).order_by())
    people = Person.objects.in_bulk(totals)
    owed = [(people[pk], Money(-total, currency)) for pk, total in totals.items()]
    return sorted(owed, key=lambda row: (-row[1].amount, row[0].pk))


def earned_by_month(currency: str, *, now: datetime, zone: ZoneInfo, months: int = 12) -> list[tuple[date, int]]:
    """What the business itself earned in each of the last months, after shares, fees and refunds."""
    today = now.astimezone(zone).date()
    buckets = _months_until(today, months)
    start = datetime(buckets[0].year, buckets[0].month, 1, tzinfo=zone)
    entries = LedgerEntry.objects.filter(
        account__kind=AccountKind.CREATOR, currency=currency, transaction__occurred_at__gte=start
    ).exclude(transaction__kind__in=_OUT)
    rows = entries.annotate(month=TruncMonth("transaction__occurred_at", tzinfo=zone)).values_list("month")
    totals = {month.date(): -total for month, total in rows.annotate(total=Sum("amount")).order_by()}
    return [(bucket, totals.get(bucket, 0)) for bucket in buckets]


def _months_until(today: date, count: int) -> list[date]:
    last = today.year * 12 + today.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(last - count + 1, last + 1)]


def entries(*, currency: str = "", kind: str = "", owner: Person | None = None) -> QuerySet[LedgerEntry]:
    """Entries with all a list shows, newest first."""
    found = LedgerEntry.objects.select_related("transaction__order", "transaction__payout", "account__owner")
    if currency:
        found = found.filter(currency=currency)
    if kind in AccountKind.values:
        found = found.filter(account__kind=kind)
    if owner is not None:
        found = found.filter(account__owner=owner)
    return found.order_by("-pk")


def page_of(found: QuerySet[LedgerEntry], *, before: str = "") -> tuple[Sequence[LedgerEntry], str]:
    """One page and what asks for the next one (empty on the last). By key: page 2,000 costs what page 1 costs."""
    if before:
        mark = LedgerEntry.objects.filter(key=before).values_list("pk", flat=True).first()
        found = found.filter(pk__lt=mark) if mark else found.none()
    rows = list(found[: PAGE + 1])
    more = str(rows[PAGE - 1].key) if len(rows) > PAGE else ""
    return rows[:PAGE], more


def earned_entries(owner: Person | None, currency: str) -> QuerySet[LedgerEntry]:
    """What made somebody's wallet what it is, oldest first."""
    own = LedgerEntry.objects.filter(account__owner=owner, account__kind__in=EARNED, currency=currency)
    return own.select_related("transaction__order", "transaction__payout", "account").order_by("pk")
