"""kill -9 around a batch: run again, each change is counted once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from marque.kit import clock
from marque.kit.facts.models import Event
from marque.kit.tenancy.context import CurrentTenant, enter
from tenant_apps.analytics import actions
from tenant_apps.analytics.models import LessonCount, PlaceCount
from tenant_apps.catalog.models import Product
from tenant_apps.courses.models import Course
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import Cohort, Enrolment, LessonProgress
from tenant_apps.people.models import Person
from tests.provisioning.killing import killed_at
from tests.tenant_apps.analytics.factories import does, learner, taught
from tests.tenant_apps.crowding import at_once
from tests.tenant_apps.learning.factories import START

WORK = """
from marque.kit.tenancy.context import enter
from shared_apps.tenants.models import Tenant
from tenant_apps.analytics.actions import counting

counting.BATCH = 2
dying(counting, "_statement", "before", "made")
dying(counting, "_count", "begun", "counted")
with enter(Tenant.objects.prefetch_related("domains").get(slug="okafor").as_current()):
    while counting.count_due():
        die("round")
"""


@pytest.fixture
def committed(okafor, real_commits, monkeypatch) -> Iterator[CurrentTenant]:
    """Three learners who finished two lessons each; the rows are really there, and removed after."""
    monkeypatch.setattr("marque.kit.facts.outbox.nudge", lambda ids: None)
    with enter(okafor), clock.fixed(START):
        made, lessons = taught(lessons=2)
        for name in ("ann", "bea", "cem"):
            does(learner(made, name), finished=lessons)
    yield okafor
    with enter(okafor):
        LessonProgress.objects.all().delete()
        for model in (Enrolment, Cohort, Course, Product, Event, Person):
            model.objects.all().delete()


@pytest.fixture
def moved(committed) -> Cohort:
    """The same, counted, of whom all have been put into a cohort since."""
    with enter(committed):
        counted()
        cohort = learning.save_cohort(course=Course.objects.get(), name="May", starts_on=START.date())
        for place in Enrolment.objects.all():
            learning.place(cohort=cohort, enrolment=place)
    return cohort


def counted() -> tuple[list[tuple[int, int]], int]:
    while actions.count_due():
        pass
    lessons = LessonCount.objects.order_by("lesson_id").values_list("opened", "finished")
    return list(lessons), sum(PlaceCount.objects.values_list("people", flat=True))


@pytest.mark.parametrize("step", ["before", "made", "counted", "round"])
def test_a_sweep_that_is_killed_counts_each_change_once(committed, step) -> None:
    assert killed_at(step, WORK)

    with enter(committed):
        assert counted() == ([(3, 3), (3, 3)], 3)


def test_many_sweeps_at_once_count_each_change_once(committed) -> None:
    at_once(committed, 4, lambda _number: actions.count_due())

    with enter(committed):
        assert counted() == ([(3, 3), (3, 3)], 3)


def in_cohorts() -> tuple[set[tuple], set[tuple]]:
    """What is not nothing."""
    counted()
    lessons = LessonCount.objects.exclude(opened=0).values_list("cohort", "opened", "finished")
    return set(lessons), set(PlaceCount.objects.exclude(people=0).values_list("cohort", "people"))


@pytest.mark.parametrize("step", ["before", "made", "begun"])
def test_a_move_that_is_killed_takes_each_fact_along_once(committed, moved, step) -> None:
    assert killed_at(step, WORK)

    with enter(committed):
        assert in_cohorts() == ({(moved.key, 3, 3)}, {(moved.key, 3)})


def test_many_sweeps_at_once_move_each_fact_once(committed, moved) -> None:
    at_once(committed, 4, lambda _number: actions.count_due())

    with enter(committed):
        assert in_cohorts() == ({(moved.key, 3, 3)}, {(moved.key, 3)})
