from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from marque.kit import clock
from tenant_apps.courses import actions as courses
from tenant_apps.learning import actions, queries, release
from tenant_apps.learning.drip.deciding import standings
from tenant_apps.learning.drip.plan import plan_of
from tenant_apps.learning.drip.reading import facts_of
from tenant_apps.learning.models import LessonRelease
from tests.tenant_apps.courses.factories import course, lesson, module
from tests.tenant_apps.learning.factories import START, enrolment, person

pytestmark = pytest.mark.usefixtures("in_okafor")


def opens_at(place, one) -> datetime | None:
    return queries.outline_for(place, START).find(one).opens_at


@pytest.mark.parametrize(
    ("zone", "opens"),
    [
        ("Europe/Copenhagen", datetime(2026, 11, 23, 8, 0, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 11, 23, 14, 0, tzinfo=UTC)),
        ("Asia/Kolkata", datetime(2026, 11, 23, 3, 30, tzinfo=UTC)),
        # already the next day there when they enrolled
        ("Pacific/Auckland", datetime(2026, 11, 23, 20, 0, tzinfo=UTC)),
        ("", datetime(2026, 11, 23, 9, 0, tzinfo=UTC)),
        ("Nowhere/Atlantis", datetime(2026, 11, 23, 9, 0, tzinfo=UTC)),
    ],
)
def test_opens_at_nine_where_the_learner_lives(zone: str, opens: datetime) -> None:
    made = course()
    later = lesson(module(made, opens_after_days=7))

    place = enrolment(made, person(time_zone=zone))

    assert opens_at(place, later) == opens


@pytest.mark.parametrize(
    ("start", "opens"),
    [
        # clocks go forward on 28 March 2027 and back on 31 October 2027
        (datetime(2027, 3, 26, 12, tzinfo=UTC), datetime(2027, 3, 29, 7, 0, tzinfo=UTC)),
        (datetime(2027, 10, 29, 12, tzinfo=UTC), datetime(2027, 11, 1, 8, 0, tzinfo=UTC)),
    ],
)
def test_opens_at_nine_on_the_wall_when_clocks_change(start: datetime, opens: datetime) -> None:
    assert release.morning_after(start, 3, ZoneInfo("Europe/Copenhagen")).astimezone(UTC) == opens


def test_lesson_never_opens_before_its_module() -> None:
    made = course()
    early = lesson(module(made, opens_after_days=7), opens_after_days=2)

    assert opens_at(enrolment(made), early) == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_lesson_without_a_wait_is_open_at_once() -> None:
    made = course()
    place = enrolment(made)

    assert opens_at(place, lesson(module(made))) == START


@pytest.mark.parametrize(("seconds", "state"), [(-1, "locked"), (0, "todo"), (1, "todo")])
def test_outline_for_opens_exactly_on_the_hour(seconds: int, state: str) -> None:
    made = course()
    later = lesson(module(made, opens_after_days=1))
    place = enrolment(made)
    now = datetime(2026, 11, 17, 8, 0, tzinfo=UTC) + timedelta(seconds=seconds)

    assert queries.outline_for(place, now).find(later).state == state


def test_outline_for_never_locks_what_was_opened() -> None:
    made = course()
    one = lesson(module(made))
    place = enrolment(made)
    actions.open_lesson(enrolment=place, lesson=one, now=START)

    courses.set_release(lesson=one, days=30)

    assert queries.outline_for(place, START).find(one).state == "todo"


@pytest.mark.parametrize("together", [False, True])
def test_a_lesson_moved_under_a_rule_stays_open_to_who_was_there(together: bool) -> None:
    made = course()
    with clock.fixed(START - timedelta(days=30)):
        first, one = module(made, "First"), lesson(module(made, "Free"), "Moved")
        later = module(made, "Later", opens_after_days=7)
    before = enrolment(made, person("ann@example.com", "Ann"))

    with clock.fixed(START + timedelta(hours=1)):
        if together:
            courses.move_lessons(lessons=[one], module=later)
        else:
            courses.move_lesson(lesson=one, module=later, position=1)
        courses.move_lesson(lesson=lesson(first, "Other"), module=first, position=1)
    after = enrolment(made, person("bea@example.com", "Bea"), at=START + timedelta(hours=2))

    at = START + timedelta(hours=3)
    states = [queries.outline_for(place, at).find(one).state for place in (before, after)]
    assert states == ["todo", "locked"]


def test_what_a_hand_gave_before_a_start_ahead_counts_where_nothing_has_a_rule() -> None:
    made = course()
    free = lesson(module(made))
    place = enrolment(made, at=START + timedelta(days=16))
    LessonRelease.objects.create(enrolment=place, lesson=free, opens_at=START + timedelta(days=1))

    with clock.fixed(START):
        known = standings(plan_of(made), facts_of(place, plan_of(made)), START)

    assert (known[free.pk].at, known[free.pk].is_open) == (START + timedelta(days=1), False)
