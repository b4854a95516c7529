"""A lesson's page in a large course with many learners, against the same page in a small one.

    bin/with-services .venv/bin/python -m benchmarks.lesson [--lessons 300] [--learners 50000] [--pages 2000]

Two courses beside each other in one business: so many lessons and learners, each of whom has opened a tenth of them,
and ten of each. Learners are signed in and open one lesson after the other over HTTP, eight at once, the two courses
in turns. Figures: p50 and p95 of a page, and its statements.
"""

from __future__ import annotations

import argparse
import time
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from random import Random
from statistics import median, quantiles
from typing import TYPE_CHECKING

import httpx

from benchmarks.ground import empty_business, own_database
from benchmarks.load import CONNECTIONS
from benchmarks.servers import Server, served

if TYPE_CHECKING:
    from marque.kit.tenancy.context import CurrentTenant

SIGNED_IN, SMALL, PART = 50, 10, 15
PEOPLE = """
INSERT INTO people_person (key, created_at, email, name, time_zone, language)
SELECT gen_random_uuid(), now(), %s::text || '-' || n || '@bench.example', 'Sofia Brandt', '', ''
FROM generate_series(1, %s) AS n"""
ENROLMENTS = """
INSERT INTO learning_enrolment (key, created_at, person_id, course_id, source, started_at, visited_at)
SELECT gen_random_uuid(), now(), id, %s, '', now() - interval '30 days', now()
FROM people_person WHERE email LIKE %s::text || '-%%'"""
PROGRESS = """
INSERT INTO learning_lessonprogress
    (key, created_at, enrolment_id, lesson_id, first_opened_at, touched_at, completed_at,
     position_seconds, watched_seconds)
SELECT gen_random_uuid(), now(), e.id, l.id, now(), now(), now(), 0, 0
FROM learning_enrolment AS e JOIN courses_lesson AS l ON l.course_id = e.course_id AND l.id %% 10 = 0
WHERE e.course_id = %s"""


def main() -> None:
    """Make both courses, ask in turns, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lessons", type=int, default=300)
    parser.add_argument("--learners", type=int, default=50_000)
    parser.add_argument("--pages", type=int, default=2_000)
    given = parser.parse_args()
    with own_database("marque_lesson"):
        tenant = empty_business()
        sizes = {"large": (given.lessons, given.learners), "small": (SMALL, SMALL)}
        courses = {name: _made(tenant, name, *size) for name, size in sizes.items()}
        _vacuum()
        times: dict[str, list[float]] = {name: [] for name in courses}
        with served("marque.config.wsgi:application") as server:
            for visits in courses.values():
                _read(server, tenant, visits, given.pages // 10)
            for _turn in range(4):
                for name, visits in courses.items():
                    times[name] += _read(server, tenant, visits, given.pages // 4)
        for name, (lessons, learners) in sizes.items():
            shown = f"{lessons:,} lessons, {learners:,} learners"
            p95 = quantiles(times[name], n=20)[18]
            asked = _statements(tenant, courses[name])
            print(f"{shown:34} p50 {median(times[name]):5.1f} ms   p95 {p95:5.1f} ms   {asked} statements")
        print(f"ratio {median(times['large']) / median(times['small']):.2f} at {CONNECTIONS} at once")


def _made(tenant: CurrentTenant, name: str, lessons: int, learners: int) -> list[tuple[str, str]]:
    """A course with its people; cookies of those who are signed in, with paths of lessons."""
    from django.test import Client

    from marque.kit.tenancy.context import enter
    from tenant_apps.accounts.actions import register
    from tenant_apps.courses import actions
    from tenant_apps.people.models import Person

    with enter(tenant):
        course = actions.create_course(title=name)
        slugs = []
        for number in range(lessons):
            if number % PART == 0:
                module = actions.add_module(course=course, title=f"Part {number // PART}")
            body = "<p>What a day costs you is a sum of three lines.</p>" * 20
            slugs.append(actions.add_lesson(module=module, title=f"Lesson {number}", kind="text", body=body).slug)
        actions.publish_course(course=course)
        for query, values in ((PEOPLE, (name, learners)), (ENROLMENTS, (course.pk, name)), (PROGRESS, (course.pk,))):
            _execute(query, *values)
        visits, chance = [], Random(7)
        for person in Person.objects.filter(email__startswith=f"{name}-").order_by("pk")[:SIGNED_IN]:
            person.user = register(email=person.email, name=person.name, verified=True)
            person.save(update_fields=["user"])
            client = Client(headers={"host": tenant.domain})
            client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
            cookie = "; ".join(f"{each.key}={each.value}" for each in client.cookies.values())
            visits += [(cookie, f"/learn/{course.slug}/{slug}/") for slug in chance.sample(slugs, min(20, lessons))]
        chance.shuffle(visits)
    return visits


def _read(server: Server, tenant: CurrentTenant, visits: list[tuple[str, str]], pages: int) -> list[float]:
    """How long each page took, in ms."""
    clients = [httpx.Client(base_url=f"http://{server.address}", timeout=60) for _one in range(CONNECTIONS)]

    def read(number: int) -> float:
        cookie, path = visits[number % len(visits)]
        before = time.perf_counter()
        answer = clients[number % CONNECTIONS].get(path, headers={"Host": tenant.domain, "Cookie": cookie})
        if answer.status_code != HTTPStatus.OK:
            raise SystemExit(f"{path} answered {answer.status_code}: {answer.text[:500]}")
        return (time.perf_counter() - before) * 1000

    with ThreadPoolExecutor(CONNECTIONS) as threads:
        return list(threads.map(read, range(pages)))


def _statements(tenant: CurrentTenant, visits: list[tuple[str, str]]) -> int:
    """How many statements a page costs somebody who has opened it before."""
    from django.conf import settings
    from django.db import connections
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["*"]
    cookie, path = visits[0]
    client = Client(headers={"host": tenant.domain, "cookie": cookie})
    client.get(path)
    with CaptureQueriesContext(connections["default"]) as asked, CaptureQueriesContext(connections["control"]) as also:
        answer = client.get(path)
    assert answer.status_code == HTTPStatus.OK, (path, answer.status_code)
    return len(asked) + len(also)


def _execute(query: str, *values: object) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(query, values)


def _vacuum() -> None:
    """As autovacuum would have, by the time so many have come."""
    from provisioning.bootstrap import administrator

    with administrator("marque_lesson") as admin:
        admin.autocommit = True
        admin.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
