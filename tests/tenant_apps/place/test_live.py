"""A letter an hour before a live session, to whoever meets there."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from marque.kit import clock
from marque.kit.mail import attachments
from marque.kit.mail.models import SentEmail
from tenant_apps.courses import actions as courses
from tenant_apps.courses.models import LessonKind
from tenant_apps.learning import actions as learning
from tenant_apps.learning.release import zone_of
from tenant_apps.materials import actions as materials
from tenant_apps.place import actions
from tenant_apps.place.calendar import feed
from tenant_apps.place.models import DateNotice
from tests.tenant_apps.courses.blocks import OWN
from tests.tenant_apps.courses.factories import course, lesson, module
from tests.tenant_apps.learning.factories import START, enrolment, person
from tests.tenant_apps.place.ahead import DAY, HOUR, cohort, rounds, session, subjects

pytestmark = pytest.mark.usefixtures("in_okafor")
BEGINS = START + 2 * DAY
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _started():
    with clock.fixed(START):
        yield


def sent_to() -> list[str]:
    return [to for (to,) in SentEmail.objects.filter(purpose="live").order_by("pk").values_list("to__0")]


def meeting(**more):
    """A live lesson, and Carol's place in its course."""
    made = lesson(module(course()), "Meet", kind=LessonKind.LIVE)
    said = {"starts_at": BEGINS, "minutes": 60, "link": "https://meet.example/abc", **more}
    return materials.set_session(lesson=made, **said), enrolment(made.course)


def test_a_cohorts_session_is_told_once_an_hour_before_with_where_to_join() -> None:
    carol = enrolment(course())
    enrolment(carol.course, person("dan@example.com", "Dan"))
    session(cohort(carol), BEGINS)

    found = []
    for before in (61 * MINUTE, HOUR, 30 * MINUTE):
        rounds(BEGINS - before)
        found.append(len(subjects("live")))

    letter = SentEmail.objects.get(purpose="live")
    assert (found, letter.to) == ([0, 1, 1], ["carol@example.com"])
    assert letter.subject == f"First call begins at {BEGINS.astimezone(zone_of(carol.person)):%H:%M}"
    assert "https://call.example/1" in letter.text and "https://call.example/1" in letter.html
    assert "List-Unsubscribe" in letter.headers


def test_the_attached_event_is_the_one_of_the_feed() -> None:
    carol = enrolment(course())
    session(cohort(carol), BEGINS)
    rounds(BEGINS - HOUR)

    ((name, content, kind),) = attachments.read(SentEmail.objects.get(purpose="live"))
    fed = Calendar.from_ical(feed(carol.person, site="", name="Learning", now=BEGINS - HOUR))
    (event,) = Calendar.from_ical(content).walk("VEVENT")

    assert (name, kind) == ("session.ics", "text/calendar")
    assert (event["uid"], event["dtstart"].dt) in [(each["uid"], each["dtstart"].dt) for each in fed.walk("VEVENT")]
    assert str(event["location"]) == "https://call.example/1"


def test_a_session_that_moves_is_told_again_and_one_called_off_is_not() -> None:
    group = cohort(enrolment(course()))
    made, off = session(group, BEGINS), session(group, BEGINS + 5 * MINUTE, title="Second call")
    rounds(BEGINS - HOUR)
    learning.cancel_live_session(live_session=off)
    session(group, BEGINS + DAY, live_session=made)

    for at in (BEGINS - 50 * MINUTE, BEGINS + DAY - HOUR, BEGINS + DAY - MINUTE):
        rounds(at)

    assert [subject.partition(" begins")[0] for subject in subjects("live")] == ["First call"] * 2


def test_a_session_that_moves_away_and_back_is_told_at_its_moment() -> None:
    group = cohort(enrolment(course()))
    made = session(group, BEGINS)
    actions.look_for_live(now=BEGINS - HOUR)

    session(group, BEGINS + DAY, live_session=made)
    rounds(BEGINS - 50 * MINUTE)
    before = subjects("live")
    session(group, BEGINS, live_session=made)
    rounds(BEGINS - 40 * MINUTE)

    assert (before, len(subjects("live"))) == ([], 1)


def test_a_session_that_comes_back_to_a_moment_that_was_told_is_told_again() -> None:
    group = cohort(enrolment(course()))
    made = session(group, BEGINS)

    for before, begins in ((50, BEGINS), (40, BEGINS + 10 * MINUTE), (30, BEGINS), (20, BEGINS)):
        session(group, begins, live_session=made)
        rounds(BEGINS - before * MINUTE)

    zone = zone_of(group.course.enrolments.get().person)
    times = [f"{begins.astimezone(zone):%H:%M}" for begins in (BEGINS, BEGINS + 10 * MINUTE, BEGINS)]
    assert subjects("live") == [f"First call begins at {time}" for time in times]


def test_a_locked_live_lesson_is_noted_once_and_told_when_it_opens() -> None:
    held, _carol = meeting()
    courses.set_release(lesson=held.lesson, days=30)
    # as if it had been so from the start: a later rule locks nobody out
    type(held.lesson).objects.filter(pk=held.lesson.pk).update(free_until=None)

    kept = set()
    for before in (60, 50, 40):
        rounds(BEGINS - before * MINUTE)
        kept.update(DateNotice.objects.filter(settled_at=None).values_list("pk", flat=True))
    locked = sent_to()
    courses.set_release(lesson=held.lesson, days=None)
    rounds(BEGINS - 30 * MINUTE)

    assert (locked, len(kept), sent_to()) == ([], 1, ["carol@example.com"])


def test_slow_workers_are_asked_for_each_letter_in_turn_and_not_every_minute() -> None:
    group = cohort(enrolment(course()))
    for number in range(4):
        learning.place(cohort=group, enrolment=enrolment(group.course, person(f"p{number}@example.com", "Pat")))
    session(group, BEGINS)
    actions.look_for_live(now=BEGINS - HOUR)

    asked = []
    for minute in range(7):
        asked.append(actions.due_for_letters(now=BEGINS - HOUR + minute * MINUTE, soonest=2))

    assert [len(each) for each in asked] == [2, 2, 1, 0, 0, 2, 2]
    assert len({one for each in asked[:3] for one in each}) == 5
    assert asked[5:] == asked[:2]


def test_as_many_people_are_asked_for_however_much_each_has_due() -> None:
    people = [enrolment(course(f"Course {number}"), person(f"p{number}@example.com", "Pat")) for number in range(3)]
    for place in people:
        for number in range(3):
            notice = {"uid": f"due-{number}", "at": BEGINS + DAY + number * MINUTE, "created_at": BEGINS}
            DateNotice.objects.create(person=place.person, **notice)

    asked = [actions.due_for_letters(now=BEGINS + minute * MINUTE, most=2) for minute in range(3)]

    assert [len(each) for each in asked] == [2, 1, 0]
    assert len({one for each in asked for one in each}) == 3


def test_letters_of_the_day_leave_room_for_what_begins_within_the_hour() -> None:
    carol = enrolment(course())
    session(cohort(carol), BEGINS)
    others = [enrolment(carol.course, person(f"p{number}@example.com", "Pat")) for number in range(3)]
    now = BEGINS - HOUR / 2
    for place in others:
        DateNotice.objects.create(person=place.person, uid="due-1", at=BEGINS + DAY, created_at=now)
    actions.look_for_live(now=now)

    first = actions.due_for_letters(now=now, most=2, soonest=1)
    second = actions.due_for_letters(now=now, most=2, soonest=1)

    assert (first[0], len(first)) == (carol.person_id, 3)
    assert set(first + second) == {place.person_id for place in (carol, *others)}


def test_a_live_lesson_leads_to_the_lesson_which_has_the_link() -> None:
    _session, carol = meeting()

    rounds(BEGINS - HOUR)

    letter = SentEmail.objects.get(purpose="live")
    assert (letter.to, "meet.example" in letter.text) == (["carol@example.com"], False)
    assert f"/learn/{carol.course.slug}/" in letter.text
    assert "from a quarter of an hour before" in letter.text


def test_who_comes_into_the_course_within_the_hour_is_told_then() -> None:
    _session, carol = meeting()
    rounds(BEGINS - HOUR)
    enrolment(carol.course, person("dan@example.com", "Dan"))

    rounds(BEGINS - 20 * MINUTE)

    assert sent_to() == ["carol@example.com", "dan@example.com"]


@pytest.mark.parametrize("is_noted", [False, True], ids=["before", "after it was noted"])
@pytest.mark.parametrize("what", ["ended", "paused", "stopped", "done", "draft"])
def test_nobody_is_told_who_does_not_meet(what, is_noted) -> None:
    held, carol = meeting()
    enrolment(carol.course, person("dan@example.com", "Dan"))
    if is_noted:
        actions.look_for_live(now=BEGINS - HOUR)

    if what == "ended":
        type(carol).objects.filter(pk=carol.pk).update(ended_at=START)
    elif what == "paused":
        learning.pause(enrolment=carol, reason="Travels", by="alice@example.com")
    elif what == "stopped":
        actions.set_dates(person=carol.person, live=False)
    elif what == "done":
        learning.open_lesson(enrolment=carol, lesson=held.lesson)
        learning.complete_lesson(enrolment=carol, lesson=held.lesson)
    else:
        type(held.lesson).objects.filter(pk=held.lesson.pk).update(draft_since=START)
    rounds(BEGINS - 50 * MINUTE)

    assert sent_to() == ([] if what == "draft" else ["dan@example.com"])


def test_what_has_begun_is_told_to_nobody() -> None:
    meeting()
    actions.look_for_live(now=BEGINS - HOUR)

    rounds(BEGINS)

    assert sent_to() == []


def test_a_session_on_the_page_of_a_lesson_that_was_read_is_told_while_it_is_there() -> None:
    made = lesson(module(course()), "Read first", kind=LessonKind.TEXT, body="<p>Words.</p>")
    courses.update_lesson(lesson=made, blocks=[OWN, {"kind": "live"}])
    materials.set_session(lesson=made, starts_at=BEGINS, minutes=60)
    carol = enrolment(made.course)
    learning.open_lesson(enrolment=carol, lesson=made)
    learning.complete_lesson(enrolment=carol, lesson=made)
    rounds(BEGINS - HOUR)
    courses.update_lesson(lesson=made, blocks=[OWN])
    enrolment(made.course, person("dan@example.com", "Dan"))

    rounds(BEGINS - 20 * MINUTE)

    assert sent_to() == ["carol@example.com"]
