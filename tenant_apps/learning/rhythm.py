"""The days of this week on which a learner studied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenant_apps.learning.outline import CourseOutline

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Day:
    """One day of the week."""

    date: date
    studied: bool
    is_today: bool

    @property
    def name(self) -> str:
        """`Monday`."""
        return date_format(self.date, "l")

    @property
    def letter(self) -> str:
        """`M`."""
        return self.name[:1]


@dataclass(frozen=True)
class Rhythm:
    """Monday to Sunday."""

    days: tuple[Day, ...]
    weeks: int = 0

    @property
    def sentence(self) -> str:
        """The week in words."""
        studied = sum(day.studied for day in self.days)
        if not studied:
            said = _("No lesson opened this week yet.")
        else:
            said = ngettext("%(days)d day this week.", "%(days)d days this week.", studied) % {"days": studied}
        if self.weeks < 2:
            return said
        return f"{said} " + _("%(weeks)d weeks in a row.") % {"weeks": self.weeks}


def rhythm(
    outlines: Iterable[CourseOutline], now: datetime, zone: ZoneInfo, rests: Iterable[tuple[datetime, datetime]] = ()
) -> Rhythm:
    """This week, in the learner's calendar, and the weeks in a row. Rows read for the outlines are all it needs."""
    moments = [
        moment
        for outline in outlines
        for line in outline.lessons
        if line.progress is not None
        for moment in (line.progress.first_opened_at, line.progress.touched_at, line.progress.completed_at)
        if moment is not None
    ]
    studied = {moment.astimezone(zone).date() for moment in moments}
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    week = [monday + timedelta(days=n) for n in range(7)]
    free = [(since.astimezone(zone).date(), until.astimezone(zone).date()) for since, until in rests]
    return Rhythm(tuple(Day(day, day in studied, day == today) for day in week), weeks_in_row(studied, free, monday))


def weeks_in_row(studied: set[date], free: Iterable[tuple[date, date]], monday: date) -> int:
    """Weeks with a day of study, back from this one. This week may still come, and a pause breaks nothing."""
    mondays = {day - timedelta(days=day.weekday()) for day in studied}
    rests = list(free)
    count, week = 0, monday if monday in mondays else monday - WEEK
    while mondays and week >= min(mondays):
        if week in mondays:
            count += 1
        elif not any(since < week + WEEK and until >= week for since, until in rests):
            break
        week -= WEEK
    return count
