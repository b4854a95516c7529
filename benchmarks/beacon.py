"""What it costs to note which seconds of a film were played: reports a second against the commits of Postgres itself.

`python -m benchmarks.beacon [REPORTS]`
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from statistics import median, quantiles

import httpx

from benchmarks.ground import empty_business, own_database
from benchmarks.load import CONNECTIONS
from benchmarks.pgbench import commits_a_second
from benchmarks.servers import Server, served

HOST, LEARNERS, DATABASE = "bench.localhost", 200, "marque_beacon"


def main() -> None:
    """Measure and print."""
    reports = int(sys.argv[1]) if len(sys.argv) > 1 else 8_000
    with own_database(DATABASE):
        urls = _prepare()
        with served("marque.config.wsgi:application") as server:
            _watch(server, urls, reports // 10)
            times, rate = _watch(server, urls, reports)
        commits = commits_a_second(DATABASE)
    p95 = quantiles(times, n=20)[18]
    print(f"a report    p50 {median(times):.1f} ms   p95 {p95:.1f} ms   at {CONNECTIONS} at once, {LEARNERS} learners")
    print(f"reports     {rate:,.0f} a second; pgbench commits {commits:,.0f} a second: one for {commits / rate:.1f}")


def _prepare() -> list[str]:
    """Learners who have a film open, and where their players report."""
    from marque.kit.tenancy.context import enter

    with enter(empty_business()):
        return _seats()


def _seats() -> list[str]:
    from tenant_apps.courses import actions as courses
    from tenant_apps.learning import actions as learning
    from tenant_apps.learning.reporting import report_url
    from tenant_apps.media.models import Asset
    from tenant_apps.people.actions import meet

    course = courses.create_course(title="A course", by=None)
    film = Asset.objects.create(title="F", kind="video", content_type="video/mp4", size=1, duration_seconds=36_000)
    lesson = courses.add_lesson(
        module=courses.add_module(course=course, title="One"), title="Film", kind="video", asset=film
    )
    urls = []
    for number in range(LEARNERS):
        person = meet(email=f"learner{number}@bench.example", name="Sofia Brandt")
        place = learning.enrol(person=person, course=course, source="benchmark")
        urls.append(report_url(learning.open_lesson(enrolment=place, lesson=lesson)))
    return urls


def _watch(server: Server, urls: list[str], reports: int) -> tuple[list[float], float]:
    """How long each of so many reports took, in ms, and how many there were in a second."""
    clients = [
        httpx.Client(base_url=f"http://{server.address}", headers={"Host": HOST}, timeout=60)
        for _one in range(CONNECTIONS)
    ]

    def report(number: int) -> float:
        start = 10 * (number // len(urls))
        body = {"played": f"{start}-{start + 10}", "seconds": str(start + 10)}
        before = time.perf_counter()
        answer = clients[number % CONNECTIONS].post(urls[number % len(urls)], data=body)
        if answer.status_code != HTTPStatus.NO_CONTENT:
            raise SystemExit(f"A report answered {answer.status_code}: {answer.text[:500]}")
        return (time.perf_counter() - before) * 1000

    started = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        times = list(threads.map(report, range(reports)))
    return times, reports / (time.perf_counter() - started)


if __name__ == "__main__":
    main()
