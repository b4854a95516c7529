"""What is open, decided from facts alone: no database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tenant_apps.courses.rules import Condition, Group
from tenant_apps.learning.drip.deciding import Facts, Standing, standings
from tenant_apps.learning.drip.plan import CoursePlan, Part, PlannedModule

HOME = ZoneInfo("Europe/Copenhagen")
START = datetime(2026, 11, 16, 15, 30, tzinfo=UTC)
FACTS = Facts(started_at=START, zone=HOME)


def part(pk: int, rule: Group | None = None, **more) -> Part:
    return Part(pk, f"key-{pk}", f"Part {pk}", rule, **{"free_until": None, "since": None, **more})


def decide(*lessons: Part, facts: Facts = FACTS, now: datetime = START, module: Part | None = None) -> list[Standing]:
    plan = CoursePlan(1, (PlannedModule(module or part(100), lessons),))
    return list(standings(plan, facts, now).values())


def all_of(*conditions) -> Group:
    return Group("all", conditions)


def any_of(*conditions) -> Group:
    return Group("any", conditions)


def local(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=HOME)


DAY_3 = Condition("enrolled", days=3)
DONE_1 = Condition("completed", what="lesson", key="key-1")


@pytest.mark.parametrize(
    ("condition", "facts", "at"),
    [
        (DAY_3, FACTS, local(2026, 11, 19, 9)),
        (Condition("visited", days=2), FACTS, None),
        (Condition("visited", days=2), replace(FACTS, visited_at=START), local(2026, 11, 18, 9)),
        (Condition("visited", days=0), replace(FACTS, visited_at=START), START),
        (Condition("date", at="2027-01-31T20:00", zone="America/New_York"), FACTS, datetime(2027, 2, 1, 1, tzinfo=UTC)),
        (Condition("date", at="2027-01-31T20:00"), FACTS, local(2027, 1, 31, 20)),
        (Condition("cohort", days=1), FACTS, None),
        (Condition("cohort", days=3), replace(FACTS, cohort_starts_on=date(2026, 12, 1)), local(2026, 12, 3, 9)),
        (DONE_1, FACTS, None),
        (DONE_1, replace(FACTS, completed={"key-1": START + timedelta(1)}), START + timedelta(1)),
        (Condition("completed", what="module", key="key-100"), FACTS, None),
        (Condition("completed", what="course", key="c"), replace(FACTS, courses={"c": START}), START),
        (Condition("scored", key="key-1", percent=80), replace(FACTS, scores={"key-1": ((79, START),)}), None),
        (
            Condition("scored", key="key-1", percent=80),
            replace(FACTS, scores={"key-1": ((90, START + timedelta(2)), (80, START + timedelta(1)))}),
            START + timedelta(1),
        ),
    ],
)
def test_each_condition_has_its_moment(condition, facts, at) -> None:
    assert decide(part(1), part(2, all_of(condition)), facts=facts)[1].at == at


def test_all_of_waits_for_the_last_and_any_of_for_the_first() -> None:
    facts = replace(FACTS, completed={"key-1": START + timedelta(days=1)})

    both = decide(part(1), part(2, all_of(DAY_3, DONE_1)), part(3, any_of(DAY_3, DONE_1)), facts=facts)

    assert [standing.at for standing in both[1:]] == [local(2026, 11, 19, 9), START + timedelta(days=1)]


def test_any_of_opens_without_what_may_never_come() -> None:
    assert decide(part(1), part(2, any_of(DAY_3, DONE_1)))[1].at == local(2026, 11, 19, 9)


def test_chain_of_releases_counts_from_the_one_before() -> None:
    step = all_of(Condition("released", days=7))

    found = decide(part(1), part(2, step), part(3, step))

    assert [standing.at for standing in found] == [START, local(2026, 11, 23, 9), local(2026, 11, 30, 9)]


def test_what_was_opened_or_released_stays_open_under_any_rule() -> None:
    facts = replace(FACTS, opened={"key-1": START}, released={"key-2": START})
    never = all_of(Condition("enrolled", days=3650))

    assert [s.is_open for s in decide(part(1, never), part(2, never), part(3, never), facts=facts)] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(("before", "is_open"), [(timedelta(seconds=1), True), (timedelta(0), False)])
def test_first_rule_is_for_those_who_enrol_after_it(before, is_open) -> None:
    free = part(1, all_of(DAY_3), free_until=START + before)

    assert decide(free)[0].is_open is is_open


def test_first_rule_of_a_lesson_holds_where_its_module_was_still_closed() -> None:
    free = part(1, all_of(Condition("enrolled", days=9)), free_until=START + timedelta(days=1))

    assert decide(free, module=part(100, all_of(DAY_3)))[0].at == local(2026, 11, 25, 9)


def test_a_lesson_added_later_counts_from_then_where_the_course_says_so() -> None:
    late = part(1, all_of(DAY_3), since=START + timedelta(days=30))

    assert decide(late)[0].at == local(2026, 12, 19, 9)


def test_pause_holds_back_what_was_to_come_and_its_days_are_added_after() -> None:
    paused = replace(FACTS, paused_at=START + timedelta(days=1))
    resumed = replace(FACTS, paused_days=10, resumed_at=START + timedelta(days=2))

    before = decide(part(1), part(2, all_of(DAY_3)), facts=paused, now=START + timedelta(days=9))
    after = decide(part(2, all_of(DAY_3)), facts=resumed)[0]

    assert [(s.is_open, s.why) for s in before] == [(True, "rule"), (False, "paused")]
    assert after.at == local(2026, 11, 29, 9)


def test_pause_counts_once_along_a_chain_of_releases() -> None:
    step = all_of(Condition("released", days=3))
    resumed = replace(FACTS, paused_days=10, resumed_at=START + timedelta(days=11))

    found = decide(part(1), part(2, step), part(3, step), facts=resumed)

    assert [standing.at for standing in found[1:]] == [local(2026, 11, 29, 9), local(2026, 12, 2, 9)]


@pytest.mark.parametrize(
    ("condition", "known", "at"),
    [
        (Condition("visited", days=2), {"visited_at": START + timedelta(days=20)}, local(2026, 12, 8, 9)),
        (Condition("cohort", days=3), {"cohort_starts_on": date(2026, 12, 1)}, local(2026, 12, 3, 9)),
        (
            Condition("cohort", days=3),
            {"cohort_starts_on": date(2026, 11, 18), "placed_at": START + timedelta(days=20)},
            local(2026, 11, 20, 9),
        ),
        (
            Condition("cohort", days=3),
            {"cohort_starts_on": date(2026, 11, 18), "placed_at": START},
            local(2026, 11, 30, 9),
        ),
    ],
)
def test_pause_adds_nothing_to_a_wait_that_began_after_it(condition, known, at) -> None:
    resumed = replace(FACTS, paused_days=10, resumed_at=START + timedelta(days=11), **known)

    assert decide(part(1, all_of(condition)), facts=resumed)[0].at == at


def test_of_two_pauses_a_wait_grows_by_those_that_ended_after_it_began() -> None:
    between = START + timedelta(days=20)
    ends = (START + timedelta(days=11), START + timedelta(days=30))
    rested = {"paused_days": 14, "resumed_at": ends[1], "pauses": ((ends[0], 10), (ends[1], 4))}
    visit = part(1, all_of(Condition("visited", days=2)))

    early = decide(visit, facts=replace(FACTS, visited_at=START, **rested))[0]
    later = decide(visit, facts=replace(FACTS, visited_at=between, **rested))[0]

    assert early.at == local(2026, 11, 16 + 2, 9) + timedelta(days=14)
    assert later.at == local(2026, 12, 6 + 2, 9) + timedelta(days=4)


def test_release_by_hand_is_never_later_than_the_rule() -> None:
    later = replace(FACTS, released={"key-1": START + timedelta(days=90)})

    assert decide(part(1, all_of(DAY_3)), facts=later)[0].at == local(2026, 11, 19, 9)


def test_full_access_opens_everything() -> None:
    assert decide(part(1, all_of(DONE_1)), facts=replace(FACTS, full_access_at=START))[0].why == "full"


@pytest.mark.parametrize(
    ("start", "opens"),
    [
        # clocks go forward on 28 March 2027 and back on 31 October 2027
        (datetime(2027, 3, 26, 12, tzinfo=UTC), datetime(2027, 3, 29, 7, tzinfo=UTC)),
        (datetime(2027, 10, 29, 12, tzinfo=UTC), datetime(2027, 11, 1, 8, tzinfo=UTC)),
    ],
)
def test_nine_on_the_wall_when_clocks_change(start, opens) -> None:
    assert decide(part(1, all_of(DAY_3)), facts=Facts(started_at=start, zone=HOME))[0].at == opens
