"""A morning on which ten thousand learners have something due: they are looked at by the hundred, not one by one."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from marque.kit import clock
from marque.kit.tenancy.context import enter
from tenant_apps.place import actions
from tenant_apps.place.actions.dates import BATCH
from tenant_apps.place.models import DateNotice, DateWish
from tests.scale.growing import FIRST, grow
from tests.scale.test_plans import patient
from tests.tenant_apps.assessments.assigned import assignment
from tests.tenant_apps.learning.factories import START, enrolment, person
from tests.tenant_apps.place.ahead import MORNING, TOMORROW

__all__ = ["patient"]
LEARNERS = 10_000
# of a batch, whatever there is to look at: what is due, what is done, notices and wishes
MOST = 30


@pytest.mark.slow
def test_a_morning_of_ten_thousand_learners_costs_some_queries_for_each_batch(okafor, patient) -> None:
    with enter(okafor), transaction.atomic(), clock.fixed(START):
        made = assignment(due_at=TOMORROW)
        assignment(made.lesson.course, "Paint a vase", due_days=3)
        carol = enrolment(made.lesson.course, person(), at=MORNING - timedelta(days=2))
        each = f"{FIRST} + n"
        grow(carol.person, LEARNERS, email="'p' || n || '@scale.example'")
        grow(carol, LEARNERS, person_id=each)
        with CaptureQueriesContext(connection) as asked:
            rounds = 1
            while actions.look_for_due(now=MORNING):
                rounds += 1
        seen = (DateWish.objects.count(), DateNotice.objects.count())
        transaction.set_rollback(True)

    assert seen == (LEARNERS + 1, 2 * (LEARNERS + 1))
    assert rounds <= LEARNERS // BATCH + 2
    assert len(asked) <= MOST * rounds
