"""The set-based decision and the pure one agree, whatever the rules and the facts. Hypothesis makes both."""

from datetime import datetime

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenant_apps.learning.drip.bulk import Bulk
from tenant_apps.learning.drip.deciding import standings
from tenant_apps.learning.drip.plan import plan_of
from tenant_apps.learning.drip.reading import facts_for
from tests.examples import examples
from tests.tenant_apps.learning.factories import START
from tests.tenant_apps.learning.worlds import World

pytestmark = pytest.mark.usefixtures("in_okafor")


@settings(max_examples=examples(25), suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_set_based_decision_is_the_pure_one(data) -> None:
    with transaction.atomic():
        world = World(data.draw)
        plan = plan_of(type(world.course).objects.get(pk=world.course.pk))
        facts = facts_for(world.learners, {plan.course_id: plan})
        ruled = {part.pk for part in plan.ruled}
        pure = {
            (pk, lesson_id): standing.at
            for pk, known in facts.items()
            for lesson_id, standing in standings(plan, known, START).items()
            if lesson_id in ruled
        }

        assert bulk(plan, [one.pk for one in world.learners]) == pure
        transaction.set_rollback(True)


def bulk(plan, enrolments) -> dict[tuple[int, int], datetime | None]:
    if not plan.ruled:
        return {}
    with connection.cursor() as cursor:
        inner = Bulk(plan, enrolments).moments().as_string(cursor.connection)
        cursor.execute(f"SELECT enrolment_id, lesson_id, NULLIF(at, 'infinity') FROM ({inner}) AS found")
        return {(one, lesson_id): at for one, lesson_id, at in cursor.fetchall()}
