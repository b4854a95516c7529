"""The list of works over a hundred thousand that wait."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenant_apps.accounts.models import User
from tenant_apps.assessments.models import Submission
from tenant_apps.assessments.studio import queue
from tests.statistics import gather
from tests.tenant_apps.assessments.assigned import assignment
from tests.tenant_apps.courses.factories import course
from tests.tenant_apps.learning.factories import enrolment

_WORKS = """
INSERT INTO assessments_submission (key, created_at, assignment_id, enrolment_id, number, started_at, submitted_at,
    text, late_days, minus_percent, words, marks)
SELECT gen_random_uuid(), now(), %s, %s, n, %s, %s::timestamptz + n * interval '1 minute', '', 0, 0, '', '{}'
FROM generate_series(1, 25000) AS n
"""
START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def crowd(in_okafor) -> list[str]:
    """Four assignments, 25,000 works for each; their keys."""
    made = course()
    place = enrolment(made)
    found = [assignment(made, f"Jug {number}") for number in range(4)]
    with connection.cursor() as cursor:
        for each in found:
            cursor.execute(_WORKS, [each.pk, place.pk, START, START])
    gather("assessments_submission", "assessments_assignment")
    return [str(each.key) for each in found]


def owner() -> User:
    return User.objects.get(email="alice@example.com")


def plan_of(wanted: queue.Wanted) -> str:
    with CaptureQueriesContext(connection) as asked:
        queue.page(wanted, owner())
    sql = next(each["sql"] for each in asked if "ORDER BY" in each["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(row[0] for row in cursor.fetchall())


def test_every_page_is_read_by_an_index(crowd) -> None:
    first = queue.page(queue.Wanted(), owner())
    plans = [plan_of(queue.Wanted()), plan_of(queue.Wanted(after=first.after)), plan_of(queue.Wanted(crowd[2]))]

    assert len(first.rows) == queue.PAGE
    assert ["Seq Scan on assessments_submission" in plan for plan in plans] == [False] * 3
    assert "submission_waiting_of" in plans[2]


def test_pages_follow_each_other_without_gap(crowd) -> None:
    first = queue.page(queue.Wanted(), owner())
    second = queue.page(queue.Wanted(after=first.after), owner())

    shown = [row.pk for row in (*first.rows, *second.rows)]
    oldest = Submission.objects.waiting().order_by("submitted_at", "pk").values_list("pk", flat=True)
    assert shown == list(oldest[: 2 * queue.PAGE])
    assert queue.waiting_count(owner()) == 1000
