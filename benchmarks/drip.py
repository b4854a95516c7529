"""The planner of what opens against the least Postgres could do for the same answer.

    bin/with-services .venv/bin/python -m benchmarks.drip [--learners 100000] [--rules 50]

A course of so many lessons with a rule each (days after enrolment, and of every second one any of that and a lesson
finished), so many learners. Three figures, all in rules decided per second: the whole planner (reads, decides, writes
what opened, sets when to look again), its decision alone, and a plain SQL query over an array of the same days without
time zones, trees, or what was opened before. Rows are made in a transaction that is rolled back.
"""

import argparse
import time
from collections.abc import Callable

from benchmarks.ground import empty_business, own_database

ZONES = "ARRAY['Europe/Copenhagen', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland']"
PEOPLE = f"""
INSERT INTO people_person (key, created_at, email, name, time_zone, language)
SELECT gen_random_uuid(), now(), 'drip-' || n || '@bench.example', '', ({ZONES})[1 + n %% 4], ''
FROM generate_series(1, %s) AS n"""
ENROLMENTS = """
INSERT INTO learning_enrolment (key, created_at, person_id, course_id, source, started_at, visited_at)
SELECT gen_random_uuid(), now() - interval '60 days', id, %s, '', now() - random() * interval '60 days', now()
FROM people_person WHERE email LIKE 'drip-%%@bench.example'"""
PROGRESS = """
INSERT INTO learning_lessonprogress
    (key, created_at, enrolment_id, lesson_id, first_opened_at, touched_at, completed_at,
     position_seconds, watched_seconds)
SELECT gen_random_uuid(), now(), e.id, l.id, e.started_at, e.started_at, e.started_at, 0, 0
FROM learning_enrolment AS e JOIN courses_lesson AS l ON l.course_id = e.course_id AND l.position <= 5
WHERE e.course_id = %s"""
LEAST = """
SELECT count(*), min(at) FROM (SELECT e.id, e.started_at + d.days * interval '1 day' AS at
FROM learning_enrolment AS e CROSS JOIN unnest(%s::int[]) AS d (days) WHERE e.course_id = %s) AS found
WHERE at <= now()"""


def main() -> None:
    """Make the rows, run the three, print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, default=100_000)
    parser.add_argument("--rules", type=int, default=50)
    given = parser.parse_args()
    with own_database("marque_drip"):
        from django.db import connections, transaction

        from marque.kit.tenancy.context import enter

        with enter(empty_business()), transaction.atomic():
            with connections["default"].cursor() as cursor:
                cursor.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")
            _measure(given.learners, given.rules)
            transaction.set_rollback(True)


def _measure(learners: int, rules: int) -> None:
    from django.db import connection
    from django.utils import timezone

    from tenant_apps.learning import actions
    from tenant_apps.learning.actions.unlocking import LOOKED_AT
    from tenant_apps.learning.drip.bulk import Bulk
    from tenant_apps.learning.drip.plan import plan_of
    from tenant_apps.learning.models import Enrolment, LessonRelease

    course, days = _course(rules)
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, [learners])
        cursor.execute(ENROLMENTS, [course.pk])
        cursor.execute(PROGRESS, [course.pk])
        cursor.execute("ANALYZE people_person, learning_enrolment, learning_lessonprogress")
    plan, ids = plan_of(course), list(Enrolment.objects.filter(course=course).values_list("pk", flat=True))

    def decide() -> None:
        for at in range(0, len(ids), LOOKED_AT):
            with connection.cursor() as cursor:
                inner = Bulk(plan, ids[at : at + LOOKED_AT]).moments().as_string(cursor.connection)
                cursor.execute(f"SELECT count(*), min(at) FROM ({inner}) AS found")

    def least() -> None:
        with connection.cursor() as cursor:
            cursor.execute(LEAST, [days, course.pk])

    def look() -> None:
        now = timezone.now()
        while actions.look(now=now):
            pass

    total = learners * rules
    print(f"{learners:,} learners × {rules} rules = {total:,} decisions")
    for label, work in (("plain SQL, the lower bound", least), ("the decision", decide), ("the planner", look)):
        print(f"  {label:28} {total / _seconds(work):>14,.0f} a second")
    print(f"  written: {LessonRelease.objects.count():,} releases")


def _seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _course(rules: int) -> tuple[object, list[int]]:
    """The course and the days its rules wait."""
    from tenant_apps.courses import actions as courses
    from tenant_apps.courses.models import Lesson
    from tenant_apps.courses.rules import Condition, Group, written

    made = courses.create_course(title="Measured")
    home = courses.add_module(course=made, title="Only")
    days = [1 + number * 2 for number in range(rules)]
    first = None
    for number, wait in enumerate(days):
        lesson = courses.add_lesson(module=home, title=f"Lesson {number}")
        first = first or lesson
        waits = Condition("enrolled", days=wait)
        rule = Group("all", (waits,))
        if number % 2:
            done = Condition("completed", what="lesson", key=str(first.key))
            rule = Group("all", (waits, Group("any", (done, Condition("visited", days=wait)))))
        Lesson.objects.filter(pk=lesson.pk).update(release=written(rule))
    return made, days


if __name__ == "__main__":
    main()
