"""What the dashboard counts, each in one query over the period and the one before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from tenant_apps.learning.models import Enrolment, LessonProgress
from tenant_apps.orders.models import Order
from tenant_apps.studio.dashboard.period import Period


@dataclass(frozen=True)
class Series:
    """A figure per bucket, for the period and the one before."""

    now: tuple[int, ...]
    before: tuple[int, ...]

    @property
    def total(self) -> int:
        """So far in the period."""
        return sum(self.now)

    def total_before(self, buckets: int) -> int:
        """The time before, cut where the period stands now."""
        return sum(self.before[:buckets])


@dataclass(frozen=True)
class Funnel:
    """From a started checkout to a finished course; each step counts whoever started in the period."""

    placed: int
    paid: int
    begun: int
    finished: int


@dataclass(frozen=True)
class Sales:
    """Revenue and orders."""

    revenue: Series
    orders: Series
    currency: str


def sales(period: Period, currency: str) -> Sales:
    """Paid and kept orders, by the day they were paid."""
    paid = Order.objects.paid().filter(currency=currency)
    rows = _by_day(paid, "paid_at", period).annotate(amount=Sum("total_amount"), count=Count("pk"))
    values = list(rows.values_list("day", "amount", "count"))
    revenue = _series(period, {day: int(amount) for day, amount, _count in values})
    return Sales(revenue, _series(period, {day: count for day, _amount, count in values}), currency)


def new_learners(period: Period) -> Series:
    """Places taken in courses, by day."""
    rows = _by_day(Enrolment.objects.all(), "started_at", period).annotate(count=Count("pk"))
    return _series(period, dict(rows.values_list("day", "count")))


def finished_courses(period: Period) -> Series:
    """Courses finished, by day."""
    finished = Enrolment.objects.filter(completed_at__isnull=False)
    rows = _by_day(finished, "completed_at", period).annotate(count=Count("pk"))
    return _series(period, dict(rows.values_list("day", "count")))


def checkouts(period: Period) -> tuple[Series, Series]:
    """Checkouts started and how many of them were paid, by the day they were started."""
    rows = _by_day(Order.objects.all(), "placed_at", period)
    rows = rows.annotate(placed=Count("pk"), paid=Count("pk", filter=Q(paid_at__isnull=False)))
    values = list(rows.values_list("day", "placed", "paid"))
    placed = _series(period, {day: count for day, count, _paid in values})
    return placed, _series(period, {day: paid for day, _count, paid in values})


def funnel(period: Period, placed: Series, paid: Series) -> Funnel:
    """The whole way, for those who started it in the period."""
    opened = LessonProgress.objects.filter(enrolment=OuterRef("pk"))
    taken = Enrolment.objects.filter(started_at__gte=period.starts).aggregate(
        begun=Count("pk", filter=Exists(opened)), finished=Count("pk", filter=Q(completed_at__isnull=False))
    )
    return Funnel(placed.total, paid.total, taken["begun"], taken["finished"])


def recent_orders(limit: int = 5) -> Sequence[Order]:
    """The latest checkouts, whatever became of them."""
    return list(Order.objects.select_related("buyer").prefetch_related("lines").order_by("-placed_at", "-pk")[:limit])


def _by_day(rows: QuerySet, field: str, period: Period) -> QuerySet:  # type: ignore[type-arg]
    within = rows.filter(**{f"{field}__gte": period.before_starts}).order_by()
    return within.annotate(day=TruncDate(F(field), tzinfo=period.zone)).values("day")


def _series(period: Period, values: Mapping[date, int]) -> Series:
    totals: dict[date, int] = {}
    for day, value in values.items():
        bucket = period.bucket_of(day)
        totals[bucket] = totals.get(bucket, 0) + value
    now = tuple(totals.get(bucket, 0) for bucket in period.buckets[: period.so_far])
    return Series(now, tuple(totals.get(bucket, 0) for bucket in period.before))
