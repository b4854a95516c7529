"""The time a dashboard looks at, and the equal time before it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date

WEEK, MONTH, YEAR = "week", "month", "year"
SPANS = (WEEK, MONTH, YEAR)


@dataclass(frozen=True)
class Period:
    """A stretch of days or months in the business's own zone, and the one before it, cut at the same point."""

    span: str
    zone: ZoneInfo
    language: str
    today: date
    buckets: tuple[date, ...]
    before: tuple[date, ...]

    @property
    def starts(self) -> datetime:
        """Its first moment."""
        return self._midnight(self.buckets[0])

    @property
    def before_starts(self) -> datetime:
        """The first moment of the time before."""
        return self._midnight(self.before[0])

    @property
    def so_far(self) -> int:
        """How many buckets have begun."""
        return sum(bucket <= self.today for bucket in self.buckets)

    @property
    def label(self) -> str:
        """What people call it: November, 2026, last 7 days (empty: said in words by the page)."""
        return self._label(self.buckets[0])

    @property
    def before_label(self) -> str:
        """What people call the time before it."""
        return self._label(self.before[0])

    def name_of(self, bucket: date) -> str:
        """One bucket's name on an axis or in a table."""
        return format_date(bucket, "LLLL" if self.span == YEAR else "d MMM", locale=self.language)

    def bucket_of(self, day: date) -> date:
        """The bucket a day falls into."""
        return day.replace(day=1) if self.span == YEAR else day

    def _label(self, day: date) -> str:
        pattern = {YEAR: "y", MONTH: "LLLL"}.get(self.span)
        return format_date(day, pattern, locale=self.language) if pattern else ""

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), tzinfo=self.zone)


def period(span: str, now: datetime, zone: ZoneInfo, language: str = "en") -> Period:
    """The period of a span that ends now; an unknown one is a month."""
    today = now.astimezone(zone).date()
    if span == WEEK:
        buckets = tuple(today - timedelta(days=6 - n) for n in range(7))
        before = tuple(day - timedelta(days=7) for day in buckets)
    elif span == YEAR:
        buckets = tuple(date(today.year, month, 1) for month in range(1, 13))
        before = tuple(date(today.year - 1, month, 1) for month in range(1, 13))
    else:
        span = MONTH
        buckets = _days_of(today.replace(day=1))
        before = _days_of((today.replace(day=1) - timedelta(days=1)).replace(day=1))
    return Period(span, zone, language, today, buckets, before)


def _days_of(first: date) -> tuple[date, ...]:
    after = (first + timedelta(days=32)).replace(day=1)
    return tuple(first + timedelta(days=n) for n in range((after - first).days))
