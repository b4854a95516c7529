"""Pages about how a course goes, over many rows of progress, against the least Postgres could do.

    bin/with-services .venv/bin/python -m benchmarks.analytics [--rows 10000000] [--lessons 50] [--rounds 20]

So many rows of progress in one course of so many lessons, each with spans of a film of half an hour, over two years of
enrolments; half of the learners are in the cohort of their quarter. Figures: making the counters again, one batch of
the sweep against the bare UPDATE of as many rows, a batch of learners who move to another cohort, each page's p50 and
p95, also of one cohort and of those in none, and the plain count over progress that the page would need without
counters. Rows are made in a transaction that is rolled back.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from benchmarks.ground import empty_business, own_database
from marque.kit.tenancy.context import CurrentTenant

PEOPLE = """
INSERT INTO people_person (key, created_at, email, name, time_zone, language)
SELECT gen_random_uuid(), now(), 'made-' || n || '@bench.example', '', '', '' FROM generate_series(1, %s) AS n"""
ENROLMENTS = """
INSERT INTO learning_enrolment (key, created_at, person_id, course_id, source, started_at, completed_at, visited_at,
    to_count, counted_took, cohort_to_count, counted_cohort)
SELECT gen_random_uuid(), now(), id, %s, '', at, CASE WHEN id %% 4 = 0 THEN at + took * interval '1 day' END, at, false,
    CASE WHEN id %% 4 = 0 THEN took ELSE -1 END, false, (SELECT key FROM learning_cohort
    WHERE found.id %% 2 = 1 AND starts_on <= found.at ORDER BY starts_on DESC LIMIT 1)
FROM (SELECT id, now() - random() * interval '730 days' AS at, (5 + random() * 90)::int AS took
FROM people_person WHERE email LIKE 'made-%%@bench.example') AS found"""
PLACES = """
INSERT INTO learning_cohortplace (key, created_at, cohort_id, enrolment_id, placed_at)
SELECT gen_random_uuid(), now(), c.id, e.id, now()
FROM learning_enrolment AS e JOIN learning_cohort AS c ON c.key = e.counted_cohort"""
PROGRESS = """
INSERT INTO learning_lessonprogress (key, created_at, enrolment_id, lesson_id, first_opened_at, touched_at,
    completed_at, position_seconds, watched_seconds, played, to_count, counted_state, counted)
SELECT gen_random_uuid(), now(), enrolment, lesson, at, at, CASE WHEN keen > 0.2 THEN at END, 0, 0, spans, false,
    CASE WHEN keen > 0.2 THEN 2 ELSE 1 END, spans
FROM (SELECT e.id AS enrolment, l.id AS lesson, e.started_at AS at, random() AS keen,
    int4multirange(int4range(0, 60 + (random() * 1700)::int), int4range(200 + (random() * 900)::int, 1150)) AS spans
FROM learning_enrolment AS e JOIN courses_lesson AS l ON l.course_id = e.course_id WHERE e.course_id = %s) AS made"""
LEAST = """
SELECT lesson_id, count(*), count(p.completed_at) FROM learning_lessonprogress AS p
JOIN learning_enrolment AS e ON e.id = p.enrolment_id WHERE e.course_id = %s GROUP BY lesson_id"""
SOME = "WHERE id IN (SELECT id FROM learning_lessonprogress LIMIT %s)"
FLAG = f"UPDATE learning_lessonprogress SET to_count = true {SOME}"
MOVE = """
WITH chosen AS (SELECT id FROM learning_cohortplace ORDER BY id LIMIT %s), moved AS (
    UPDATE learning_cohortplace SET cohort_id = (SELECT min(id) FROM learning_cohort)
    WHERE id IN (SELECT id FROM chosen) RETURNING enrolment_id)
UPDATE learning_enrolment SET cohort_to_count = true WHERE id IN (SELECT enrolment_id FROM moved)"""
BARE = f"UPDATE learning_lessonprogress SET touched_at = now() {SOME}"


def main() -> None:
    """Make the rows, ask, print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--lessons", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=20)
    given = parser.parse_args()
    with own_database("marque_analytics"):
        from django.db import connections, transaction

        from marque.kit.tenancy.context import enter

        tenant = empty_business()
        with enter(tenant), transaction.atomic():
            with connections["default"].cursor() as cursor:
                cursor.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")
            _measure(tenant, given.rows, given.lessons, given.rounds)
            transaction.set_rollback(True)


def _measure(tenant: CurrentTenant, rows: int, lessons: int, rounds: int) -> None:
    from tenant_apps.analytics import actions
    from tenant_apps.analytics.actions.counting import BATCH, MOVED
    from tenant_apps.analytics.models import FilmCount

    course, film, cohort = _course(lessons)
    began = time.perf_counter()
    _execute(PEOPLE, rows // lessons)
    _execute(ENROLMENTS, course.pk)
    _execute(PLACES)
    _execute(PROGRESS, course.pk)
    print(f"{rows:,} rows, {rows // lessons:,} learners, {lessons} lessons: {_since(began):,.1f} s to make")
    print(
        f"  make the counters again    {_seconds(actions.count_again):>8,.1f} s, {FilmCount.objects.count():,} seconds"
    )
    _execute(FLAG, BATCH)
    for name, work in (
        (f"one batch of {BATCH:,} changes", actions.count_due),
        ("as many rows updated, bare", lambda: _execute(BARE, BATCH)),
        ("a funnel without counters", lambda: _execute(LEAST, course.pk)),
    ):
        print(f"  {name:28} {1000 * _seconds(work):>8,.0f} ms")
    _execute(MOVE, MOVED)
    print(f"  {f'{MOVED} learners who move':28} {1000 * _seconds(actions.count_due):>8,.0f} ms")
    for name, times in _pages(tenant, course, film, cohort, rounds):
        late = sorted(times)[int(0.95 * len(times))]
        print(f"  {name:28} p50 {statistics.median(times):>6,.0f} ms   p95 {late:>6,.0f} ms")


def _pages(
    tenant: CurrentTenant, course: object, film: object, cohort: object, rounds: int
) -> list[tuple[str, list[float]]]:
    from django.conf import settings
    from django.test import Client

    from tenant_apps.accounts.models import User

    settings.ALLOWED_HOSTS = ["*"]
    client = Client(headers={"host": tenant.domain})
    owner = User.objects.get(email="ann@bench.example")
    client.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    root = f"/studio/courses/{course.key}/analytics/"  # type: ignore[attr-defined]
    found = []
    for name, path in (
        *(
            (f"{name}{whose}", f"{path}{asked}")
            for whose, asked in (("", ""), (", one cohort", f"?cohort={cohort.key}"), (", in none", "?cohort=none"))  # type: ignore[attr-defined]
            for name, path in (("where people stop", ""), ("a film", f"films/{film.key}/"))  # type: ignore[attr-defined]
        ),
        ("time and groups", "groups/"),
        ("at risk", "at-risk/"),
    ):
        client.get(root + path)
        times = []
        for _round in range(rounds):
            began = time.perf_counter()
            answer = client.get(root + path)
            times.append(1000 * _since(began))
            assert answer.status_code == 200, (path, answer.status_code)
        found.append((name, times))
    return found


def _course(lessons: int) -> tuple[object, object, object]:
    from tenant_apps.courses import actions as courses
    from tenant_apps.learning import actions as learning

    made = courses.create_course(title="Measured")
    home = courses.add_module(course=made, title="Only")
    films = [courses.add_lesson(module=home, title=f"Film {number}", kind="video") for number in range(lessons)]
    now = datetime.now(UTC).date()
    starts = [now - timedelta(days=91 * back) for back in range(9)]
    cohorts = [learning.save_cohort(course=made, name=f"From {day}", starts_on=day) for day in starts]
    return made, films[0], cohorts[4]


def _execute(query: str, *values: object) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(query, values)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return _since(began)


def _since(began: float) -> float:
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
