"""Figures of one cohort: whose a fact is, and that it goes along with whoever moves."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenant_apps.analytics import actions
from tenant_apps.analytics.models import LessonCount
from tenant_apps.analytics.queries import films, lessons, quizzes
from tenant_apps.analytics.queries.drawn import drawn
from tenant_apps.analytics.queries.periods import ALL, NONE, Period, period
from tenant_apps.assessments.models import Bank
from tenant_apps.courses.models import Course
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import Cohort, Enrolment, LessonProgress
from tests.examples import examples
from tests.tenant_apps.analytics.banked import bank, drawing, hand_in
from tests.tenant_apps.analytics.factories import does, learner, saw, taught
from tests.tenant_apps.analytics.test_counting import everything
from tests.tenant_apps.assessments.factories import RIGHT, WRONG
from tests.tenant_apps.learning.factories import START

pytestmark = pytest.mark.usefixtures("in_okafor")


def group(course: Course, name: str = "May") -> Cohort:
    return learning.save_cohort(course=course, name=name, starts_on=date(2026, 5, 4))


def of(cohort: Cohort | str = "") -> Period:
    return period(ALL, START, str(cohort.key) if isinstance(cohort, Cohort) else cohort)


def count() -> None:
    while actions.count_due():
        pass


@pytest.fixture
def school() -> SimpleNamespace:
    """Ann in May, Bea in June and Cem in none, of whom Ann has done the most."""
    course, (film, two, _three) = taught()
    may, june = group(course), group(course, "June")
    ann, bea, cem = (learner(course, name) for name in ("ann", "bea", "cem"))
    learning.place(cohort=may, enrolment=ann)
    learning.place(cohort=june, enrolment=bea)
    saw(ann, film, (0, 30), (10, 20))
    does(ann, finished=[film, two])
    does(bea, finished=[film])
    does(cem, finished=[], opened=[film])
    saw(cem, film, (0, 5))
    count()
    return SimpleNamespace(course=course, film=film, two=two, may=may, june=june, ann=ann, bea=bea, cem=cem)


def funnel(school: SimpleNamespace, whose: Cohort | str = "") -> list[tuple[int, int]]:
    return [(stop.opened, stop.finished) for stop in lessons.funnel(school.course, of(whose)).stops][:2]


def test_a_funnel_is_of_one_cohort_of_none_or_of_everybody(school) -> None:
    assert funnel(school, school.may) == [(1, 1), (1, 1)]
    assert funnel(school, school.june) == [(1, 1), (0, 0)]
    assert funnel(school, NONE) == [(1, 0), (0, 0)]
    assert funnel(school) == [(3, 2), (1, 1)]
    assert [lessons.places(school.course, of(whose)) for whose in (school.may, NONE, "")] == [(1, 0), (1, 0), (3, 0)]


def test_a_film_is_of_one_cohort_of_none_or_of_everybody(school) -> None:
    found = {whose: films.curve(school.film, of(whose)) for whose in (school.may, school.june, NONE, "")}

    assert {whose: (each.viewers, len(each.watching), max(each.again, default=0)) for whose, each in found.items()} == {
        school.may: (1, 30, 1),
        school.june: (0, 0, 0),
        NONE: (1, 5, 0),
        "": (2, 30, 1),
    }


def test_whoever_moves_takes_along_all_they_ever_did(school) -> None:
    learning.place(cohort=school.june, enrolment=school.ann)
    count()

    assert funnel(school, school.may) == [(0, 0), (0, 0)]
    assert funnel(school, school.june) == [(2, 2), (1, 1)]
    assert funnel(school) == [(3, 2), (1, 1)]
    assert films.curve(school.film, of(school.may)).viewers == 0
    assert max(films.curve(school.film, of(school.june)).again) == 1


def test_whoever_leaves_is_in_none_and_what_they_do_after_it_too(school) -> None:
    learning.leave_cohort(enrolment=school.bea)
    does(school.bea, finished=[], opened=[school.two], after=3)
    count()

    assert funnel(school, school.june) == [(0, 0), (0, 0)]
    assert funnel(school, NONE) == [(2, 1), (1, 0)]


def test_a_place_that_ended_stays_in_its_cohort_as_in_all(school) -> None:
    learning.end_enrolment(enrolment=school.ann)
    count()

    assert (funnel(school, school.may), funnel(school)) == ([(1, 1), (1, 1)], [(3, 2), (1, 1)])


def test_a_cohort_that_is_deleted_before_anybody_counts_loses_nothing(school) -> None:
    learning.leave_cohort(enrolment=school.ann)
    learning.delete_cohort(cohort=school.may)
    count()

    assert funnel(school) == [(3, 2), (1, 1)]
    assert funnel(school, NONE) == [(2, 1), (1, 1)]


def test_moving_there_and_back_between_two_sweeps_changes_nothing(school) -> None:
    before = everything()
    learning.place(cohort=school.june, enrolment=school.ann)
    learning.place(cohort=school.may, enrolment=school.ann)
    count()

    assert everything() == before


def test_items_and_what_was_drawn_go_along() -> None:
    made = drawing(bank("Banked?"), own=1)
    course, lesson = made.lesson.course, made.lesson
    place, other = learner(course), learner(course, "bea")
    hand_in(made, place, {"Question 1?": WRONG, "Banked?": WRONG})
    hand_in(made, other, {"Question 1?": RIGHT, "Banked?": RIGHT})
    count()
    may = group(course)
    learning.place(cohort=may, enrolment=place)
    count()

    def figures(whose: Cohort | str) -> list[tuple]:
        found = [*quizzes.items(lesson, of(whose)), *drawn(lesson, of(whose), banks=Bank.objects.all()).items]
        return [(item.asked, item.right, item.wrong, item.wrong_times) for item in found]

    assert figures(may) == [(1, 0, WRONG, 1)] * 2
    assert figures(NONE) == [(1, 1, "", 0)] * 2
    assert figures("") == [(2, 1, WRONG, 1)] * 2
    learning.leave_cohort(enrolment=place)
    count()
    assert figures(may) == [(0, 0, "", 0)]


def test_count_again_finds_a_change_that_was_not_noted(school) -> None:
    before = everything()
    learning.place(cohort=school.june, enrolment=school.ann)
    Enrolment.objects.update(cohort_to_count=False)

    actions.count_again()

    assert everything() == before
    count()
    assert funnel(school, school.june) == [(2, 2), (1, 1)]


MOVES = st.tuples(st.sampled_from("ab"), st.sampled_from(["May", "June", "", "film", "lesson"]), st.booleans())


@settings(max_examples=examples(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(MOVES, max_size=10))
def test_counters_are_what_progress_says_of_those_who_are_in_it_now(history) -> None:
    course, (film, *others) = taught()
    groups = {name: group(course, name) for name in ("May", "June")}
    for number, (name, what, sweep) in enumerate(history):
        place = learner(course, name)
        if what in groups:
            learning.place(cohort=groups[what], enrolment=place)
        elif what == "film":
            saw(place, film, (number, number + 5))
        elif what == "lesson":
            does(place, finished=others[number % 2 :])
        else:
            learning.leave_cohort(enrolment=place)
        if sweep:
            actions.count_due()
    count()
    rows = LessonProgress.objects.filter(lesson__course=course)
    for whose, theirs in {
        str(groups["May"].key): rows.filter(enrolment__place__cohort=groups["May"]),
        str(groups["June"].key): rows.filter(enrolment__place__cohort=groups["June"]),
        NONE: rows.filter(enrolment__place=None),
        "": rows,
    }.items():
        found = lessons.funnel(course, of(whose))
        assert sum(stop.opened for stop in found.stops) == theirs.count()
        assert sum(stop.finished for stop in found.stops) == theirs.exclude(completed_at=None).count()
        assert films.curve(film, of(whose)).viewers == sum(bool(row.played) for row in theirs.filter(lesson=film))
    before = everything()
    actions.count_again()
    assert everything() == before
    assert not LessonCount.objects.filter(opened__lt=0).exists()
