"""The agenda and the calendar say the same."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from marque.kit import clock
from marque.kit.tenancy.context import enter
from tenant_apps.courses.models import LessonKind
from tenant_apps.learning import actions as learning
from tenant_apps.learning.release import zone_of
from tenant_apps.materials import actions as materials
from tenant_apps.place.agenda import agenda
from tenant_apps.place.calendar import feed
from tests.tenant_apps.courses.factories import lesson, published

AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
SOON = AT + timedelta(days=3)


@pytest.fixture
def meeting(carol, okafor):
    """Carol's course meets in a lesson, and so does one she has no place in."""
    with enter(okafor), clock.fixed(AT):
        home = carol.lesson.module
        carol.meets = lesson(home, "Meet", kind=LessonKind.LIVE)
        materials.set_session(lesson=carol.meets, starts_at=SOON, minutes=60, link="https://meet.example/abc")
        stray = lesson(published("Another").modules.get(), "Not hers", kind=LessonKind.LIVE)
        materials.set_session(lesson=stray, starts_at=SOON, minutes=60)
        yield carol


def ahead(carol, now: datetime = AT) -> list[str]:
    return [each.title for each in agenda(carol.person, now, zone_of(carol.person), days=60)]


def fed(carol, now: datetime = AT) -> list[str]:
    calendar = Calendar.from_ical(feed(carol.person, site="https://okafor.test", name="Learning", now=now))
    return [str(event["summary"]) for event in calendar.walk("VEVENT")]


def test_a_live_lesson_is_in_the_agenda_as_in_the_calendar(meeting) -> None:
    page = meeting.client.get("/learn/my/agenda/").text

    assert (ahead(meeting), fed(meeting)) == (["Meet"], ["Meet (The Second Number)"])
    assert "Meet</a>" in page and "meet.example" not in page


def test_both_have_every_live_session_and_leave_out_what_is_a_draft(meeting) -> None:
    group = learning.save_cohort(course=meeting.place.course, name="Autumn", starts_on=date(2027, 9, 1))
    learning.place(cohort=group, enrolment=meeting.place)
    begins = SOON + timedelta(days=1)
    learning.save_live_session(cohort=group, title="Call", starts_at=begins, ends_at=begins + timedelta(hours=1))
    both = ahead(meeting), [summary.partition(" (")[0] for summary in fed(meeting)]

    type(meeting.meets).objects.filter(pk=meeting.meets.pk).update(draft_since=AT)

    assert both == (["Meet", "Call"], ["Autumn begins", "Call", "Meet"])
    assert ahead(meeting) == ["Call"]


def test_a_live_lesson_that_is_going_on_is_ahead_until_its_end(meeting) -> None:
    during = SOON + timedelta(minutes=59)

    assert (ahead(meeting, during), ahead(meeting, SOON + timedelta(hours=1))) == (["Meet"], [])


def test_the_event_in_the_feed_is_the_one_of_the_lessons_own_file(meeting) -> None:
    own = meeting.client.get(f"/learn/{meeting.place.course.slug}/{meeting.meets.slug}/session.ics").content
    fed = feed(meeting.person, site="", name="Learning", now=AT)

    first, second = (Calendar.from_ical(each).walk("VEVENT")[0] for each in (own, fed))
    assert (first["uid"], first["dtstart"].dt) == (second["uid"], second["dtstart"].dt)
