"""Recurring revenue, churn and trials, added up from what every fact was worth when it happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from marque.kit.money import Money
from tenant_apps.orders.models import MovementKind, RevenueMovement
from tenant_apps.orders.rhythm import Interval, step

WINDOW = timedelta(days=30)
TRIALS = timedelta(days=90)
LOST = (MovementKind.CANCELLED, MovementKind.LAPSED)
MONTHS = 12


@dataclass(frozen=True)
class Month:
    """How a month ended."""

    ends_at: datetime
    revenue: Money
    won: Money
    lost: Money


@dataclass(frozen=True)
class Figures:
    """One currency's subscriptions at a moment. A rate is None where there is nothing to divide by."""

    revenue: Money
    subscribers: int
    churn: Decimal | None
    subscribers_lost: int
    conversion: Decimal | None
    trials_ended: int
    months: list[Month]


def currencies() -> list[str]:
    """Those that subscriptions are paid in, the most used first."""
    rows = RevenueMovement.objects.values("currency").annotate(n=Count("pk")).order_by("-n", "currency")
    return [row["currency"] for row in rows]


def figures(*, currency: str, now: datetime, zone: str) -> Figures:
    """What a business earns again and again, and how it has changed."""
    all_of_it = RevenueMovement.objects.filter(currency=currency)
    then = all_of_it.filter(at__lte=now - WINDOW)
    lost = all_of_it.filter(at__gt=now - WINDOW, at__lte=now, kind__in=LOST)
    started = _paying(then)
    trials = all_of_it.filter(at__gt=now - TRIALS, at__lte=now)
    converted = trials.filter(kind=MovementKind.CONVERTED).count()
    ended = converted + trials.filter(kind=MovementKind.TRIAL_ENDED).count()
    gone = lost.values("subscription").distinct().count()
    return Figures(
        revenue=_sum(all_of_it.filter(at__lte=now), currency),
        subscribers=_paying(all_of_it.filter(at__lte=now)),
        churn=_share(gone, started),
        subscribers_lost=gone,
        conversion=_share(converted, ended),
        trials_ended=ended,
        months=_months(all_of_it, currency, now, zone),
    )


def _months(rows: QuerySet[RevenueMovement], currency: str, now: datetime, zone: str) -> list[Month]:
    """Twelve months to this day, each counted on the business's calendar."""
    edges = [step(now, steps=-n, interval=Interval.MONTH, count=1, zone=zone) for n in range(MONTHS, -1, -1)]
    found = []
    for start, end in zip(edges, edges[1:], strict=False):
        within = rows.filter(at__gt=start, at__lte=end)
        found.append(
            Month(
                end,
                _sum(rows.filter(at__lte=end), currency),
                _sum(within.filter(amount__gt=0), currency),
                _sum(within.filter(amount__lt=0), currency),
            )
        )
    return found


def _paying(rows: QuerySet[RevenueMovement]) -> int:
    """How many subscriptions are worth something."""
    worth = rows.values("subscription").annotate(worth=Sum("amount"))
    return worth.filter(worth__gt=0).count()


def _sum(rows: QuerySet[RevenueMovement], currency: str) -> Money:
    return Money(rows.aggregate(sum=Sum("amount"))["sum"] or 0, currency)


def _share(part: int, whole: int) -> Decimal | None:
    return (Decimal(100) * part / whole).quantize(Decimal("0.1")) if whole else None
