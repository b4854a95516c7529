"""What is ahead of a learner: what opens, live sessions, what is due, the first and last day of their cohorts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from marque.kit.tenancy.addresses import path_to
from tenant_apps.assessments import agenda as assessments
from tenant_apps.courses.models import Course, LessonKind
from tenant_apps.learning import agenda as learning
from tenant_apps.learning.agenda import Ahead
from tenant_apps.learning.models import CohortPlace, Enrolment
from tenant_apps.learning.outline import DONE, Opening, OutlineLesson
from tenant_apps.learning.queries import awaited_by, live_enrolments, next_openings, outlines_for
from tenant_apps.materials import agenda as materials
from tenant_apps.people.models import Person

ICONS = {"opens": "lock", "live": "play", "cohort": "people"}
DUE = ("due", "quiz", "assignment")


@dataclass(frozen=True)
class Entry:
    """One line. `at` is a moment in the learner's zone; a whole day has none of its hours."""

    kind: str
    title: str
    course: Course
    url: str
    at: datetime
    is_whole_day: bool = False
    join: str = ""
    is_extended: bool = False

    @property
    def day(self) -> date:
        """Where it stands."""
        return self.at.date()

    @property
    def is_due(self) -> bool:
        """Whether something is to be done until then."""
        return self.kind in DUE

    @property
    def icon(self) -> str:
        """Its picture."""
        return ICONS.get(self.kind, "clock")


def dates(person: Person, since: datetime, until: datetime) -> list[Ahead]:
    """Live sessions of cohorts and live lessons, and what is due: for the agenda and for the calendar."""
    return [each for app in (learning, materials, assessments) for each in app.upcoming(person, since, until)]


def still_ahead(person: Person, now: datetime, until: datetime) -> list[Ahead]:
    """The same dates of what a person can do and has not done, in no place that rests or waits for other courses."""
    places = [place for place in live_enrolments(person) if not _rests(place) and not awaited_by(place)]
    courses = {place.course_id for place in places}
    lines = {line.lesson.pk: line for outline in outlines_for(places, now) for line in outline.lessons}
    return [
        each
        for each in dates(person, now, until)
        if each.course.pk in courses and (each.lesson is None or _is_to_do(lines.get(each.lesson.pk), each))
    ]


def _rests(place: Enrolment) -> bool:
    return hasattr(place, "pace") and place.pace.paused_at is not None


def _is_to_do(line: OutlineLesson | None, ahead: Ahead) -> bool:
    """Open until then, and not done; a session on the page of another lesson takes place all the same."""
    if line is None or line.opens_at is None or line.opens_at >= ahead.at:
        return False
    return line.state != DONE or (ahead.kind == "live" and line.lesson.kind != LessonKind.LIVE)


def agenda(person: Person, now: datetime, zone: ZoneInfo, *, days: int) -> list[Entry]:
    """Everything of so many days, the soonest first."""
    until = now + timedelta(days=days)
    places = live_enrolments(person)
    found = [_opening(each, zone) for each in next_openings(outlines_for(places, now), now, days=days)]
    found += [_dated(each, zone) for each in dates(person, now, until)]
    first, last = (moment.astimezone(zone).date() for moment in (now, until))
    found += [each for each in _cohort_days(places, zone) if first <= each.day <= last]
    return sorted(found, key=lambda each: (each.day, not each.is_whole_day, each.at, each.title))


def _opening(opening: Opening, zone: ZoneInfo) -> Entry:
    title = _("%(what)s opens") % {"what": opening.title}
    return Entry("opens", title, opening.course, opening.lessons[0].url, opening.opens_at.astimezone(zone))


def _dated(ahead: Ahead, zone: ZoneInfo) -> Entry:
    at = ahead.at.astimezone(zone)
    title = ahead.title if ahead.kind == "live" else _("%(what)s is due") % {"what": ahead.title}
    return Entry(ahead.kind, title, ahead.course, ahead.url, at, join=ahead.join, is_extended=ahead.is_extended)


def _cohort_days(places: list[Enrolment], zone: ZoneInfo) -> list[Entry]:
    rows = CohortPlace.objects.filter(enrolment__in=places).select_related("cohort", "enrolment__course")
    found = []
    for row in rows:
        cohort, course = row.cohort, row.enrolment.course
        url = path_to("learning:course", course.slug)
        words = [(cohort.starts_on, _("%(cohort)s begins")), (cohort.ends_on, _("Last day of %(cohort)s"))]
        for day, said in words:
            if day is not None:
                at = datetime.combine(day, time.min, tzinfo=zone)
                found.append(Entry("cohort", said % {"cohort": cohort.name}, course, url, at, is_whole_day=True))
    return found
