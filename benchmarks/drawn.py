"""Pages about questions drawn from banks, over the counters of a large bank.

    bin/with-services .venv/bin/python -m benchmarks.drawn [--questions 5000] [--quizzes 20] [--months 24] [--rounds 20]

One bank that so many quizzes of a course draw from, each of its questions drawn by each quiz in each month, with three
answers said to it. Figures: p50 and p95 of a quiz's page, of the bank's page and of its file. Rows are made in a
transaction that is rolled back.
"""

import argparse
import statistics
import time

from benchmarks.ground import empty_business, own_database
from marque.kit.tenancy.context import CurrentTenant

QUESTIONS = """
INSERT INTO assessments_bankquestion (key, created_at, bank_id, text, kind, tags, sheet)
SELECT key, now(), %s, 'Made ' || n, 'single', '[]', jsonb_build_object('key', key, 'text', 'Made ' || n,
    'kind', 'single', 'explanation', '', 'points', 1, 'penalty', 0, 'takes_parts', false, 'tolerance', '',
    'is_case_sensitive', false, 'choices', jsonb_build_array(jsonb_build_object('key', key, 'text', 'Drop it',
    'match', '', 'feedback', '', 'is_right', false, 'position', 1)))
FROM (SELECT gen_random_uuid() AS key, n FROM generate_series(1, %s) AS n) AS made"""
_EACH = """FROM assessments_quiz AS z, assessments_bankquestion AS b,
    generate_series(date_trunc('month', now()) - %s * interval '1 month', now(), interval '1 month') AS month"""
COUNTS = f"""
INSERT INTO analytics_drawncount (key, created_at, quiz_id, question, month, asked, "right", left_out, shares,
    shares_squared, scores, scores_squared, products)
SELECT gen_random_uuid(), now(), z.id, b.key, month, 40, n, 2, n * 100, n * 10000, 2400, 160000, n * 6100
{_EACH}, LATERAL (SELECT (random() * 40)::int AS n, z.id, b.id) AS made"""  # noqa: S608
SAID = f"""
INSERT INTO analytics_drawnchoicecount (key, created_at, quiz_id, question, month, said, times, wrong)
SELECT gen_random_uuid(), now(), z.id, b.key, month, said, 10, 10
{_EACH}, LATERAL (VALUES (b.key::text), ('another'), ('a third')) AS told (said)"""  # noqa: S608


def main() -> None:
    """Make the rows, ask, print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in (("questions", 5_000), ("quizzes", 20), ("months", 24), ("rounds", 20)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    given = parser.parse_args()
    with own_database("marque_drawn"):
        from django.db import connections, transaction

        from marque.kit.tenancy.context import enter

        tenant = empty_business()
        with enter(tenant), transaction.atomic():
            with connections["default"].cursor() as cursor:
                cursor.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")
            _measure(tenant, given)
            transaction.set_rollback(True)


def _measure(tenant: CurrentTenant, given: argparse.Namespace) -> None:
    from tenant_apps.analytics.models import DrawnCount
    from tenant_apps.assessments import actions as assessments
    from tenant_apps.courses import actions as courses

    course = courses.create_course(title="Measured")
    home = courses.add_module(course=course, title="Only")
    lessons = [courses.add_lesson(module=home, title=f"Quiz {n}", kind="quiz") for n in range(given.quizzes)]
    bank = assessments.save_bank(title="Large")
    for lesson in lessons:
        assessments.draw_from(quiz=assessments.make_quiz(lesson=lesson), bank=bank, count=20)
    _execute(QUESTIONS, bank.pk, given.questions)
    _execute(COUNTS, given.months - 1)
    _execute(SAID, given.months - 1)
    for table in ("drawncount", "drawnchoicecount"):
        _execute(f"ANALYZE analytics_{table}")
    print(f"{DrawnCount.objects.count():,} counters")
    pages = (
        ("a quiz", f"courses/{course.key}/analytics/quizzes/{lessons[0].key}/"),
        ("the bank", f"banks/{bank.key}/"),
        ("the bank as a file", f"banks/{bank.key}/export/"),
    )
    for name, path in pages:
        times = sorted(_times(tenant, f"/studio/{path}", given.rounds))
        late = times[int(0.95 * len(times))]
        print(f"  {name:20} p50 {statistics.median(times):>6,.0f} ms   p95 {late:>6,.0f} ms")


def _times(tenant: CurrentTenant, path: str, rounds: int) -> list[float]:
    from django.conf import settings
    from django.test import Client

    from tenant_apps.accounts.models import User

    settings.ALLOWED_HOSTS = ["*"]
    client = Client(headers={"host": tenant.domain})
    owner = User.objects.get(email="ann@bench.example")
    client.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get(path)
    found = []
    for _round in range(rounds):
        began = time.perf_counter()
        answer = client.get(path)
        found.append(1000 * (time.perf_counter() - began))
        assert answer.status_code == 200, (path, answer.status_code)
    return found


def _execute(query: str, *values: object) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(query, values)


if __name__ == "__main__":
    main()
