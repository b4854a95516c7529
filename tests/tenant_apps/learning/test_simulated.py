"""What the simulator says of a change is what happens once it is saved and time goes by. Hypothesis makes all three."""

from datetime import datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from marque.kit import clock
from marque.kit.errors import Refused
from tenant_apps.courses import actions as courses
from tenant_apps.courses.models import Course
from tenant_apps.learning import actions
from tenant_apps.learning.drip.deciding import Standing, standings
from tenant_apps.learning.drip.plan import plan_of
from tenant_apps.learning.drip.reading import facts_for
from tenant_apps.learning.models import LessonRelease
from tenant_apps.learning.simulating import Simulation, simulate
from tests.examples import examples
from tests.tenant_apps.learning.factories import START
from tests.tenant_apps.learning.worlds import World

pytestmark = pytest.mark.usefixtures("in_okafor")
Key = tuple[int, int]


# a failure is not made smaller: that takes the database minutes
@settings(max_examples=examples(20), suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(data=st.data())
def test_what_is_simulated_is_what_happens(data) -> None:
    with transaction.atomic(), clock.fixed(START):
        world = World(data.draw)
        part = data.draw(st.sampled_from([*world.homes, *world.lessons]))
        part.refresh_from_db()
        drawn = data.draw(world.rules())
        # as the Studio has it: no conditions are no rule
        rule = drawn if drawn.parts else None
        actions.look_again_at_course(course_id=world.course.pk, now=START)
        sweep(START)
        before = looked(world, START)

        said = simulate(part=part, rule=rule, now=START)
        save(part, rule)

        after = looked(world, START)
        agrees(said, before, after)
        if courses.keeps_open(part, START):
            assert said.closes == 0
        actions.look_again_at_course(course_id=world.course.pk, now=START)
        lives_on(world, said, after)
        transaction.set_rollback(True)


def save(part, rule) -> None:
    """As the Studio does; what it refuses to save is no change."""
    try:
        courses.set_rule(part=part, rule=rule, now=START)
    except Refused:
        assume(False)


def sweep(at: datetime) -> None:
    while actions.look(now=at):
        pass


def looked(world: World, at: datetime) -> dict[Key, Standing]:
    """What each lesson is to each learner, as their pages ask it."""
    plan = plan_of(Course.objects.get(pk=world.course.pk))
    facts = facts_for(world.learners, {plan.course_id: plan})
    return {(pk, one): found for pk in facts for one, found in standings(plan, facts[pk], at).items()}


def agrees(said: Simulation, before: dict[Key, Standing], after: dict[Key, Standing]) -> None:
    """Each change that was said came to pass, and no other."""
    changed = {
        key: (before[key].at, after[key].at, before[key].is_open, after[key].is_open)
        for key in before
        if before[key].at != after[key].at and not (before[key].is_open and after[key].is_open)
    }
    told = {(each.enrolment.pk, each.lesson.pk): each for each in said.changes}
    assert {key: (each.before, each.after, each.was_open, each.is_open) for key, each in told.items()} == changed
    counts = (said.opens, said.closes, said.earlier + said.later, said.learners, said.of)
    ways = [(was, now) for _before, _after, was, now in changed.values()]
    people = {pk for pk, _lesson in changed}
    assert counts == (ways.count((False, True)), ways.count((True, False)), ways.count((False, False)), len(people), 2)


def lives_on(world: World, said: Simulation, after: dict[Key, Standing]) -> None:
    """As time goes by, what waits opens at the moment that was said, and nothing that was open closes."""
    opened: set[Key] = set()
    for at in sorted({START, *(one.at for one in after.values() if one.at is not None and one.at > START)}):
        sweep(at)
        now = looked(world, at)
        assert opened <= {key for key, one in now.items() if one.is_open}
        opened = {key for key, one in now.items() if one.is_open}
        for each in said.changes:
            is_due = each.after is not None and each.after <= at
            assert ((each.enrolment.pk, each.lesson.pk) in opened) is is_due
    written = {(row.enrolment_id, row.lesson_id): row.opens_at for row in LessonRelease.objects.all()}
    for each in said.changes:
        assert written.get((each.enrolment.pk, each.lesson.pk)) == each.after
