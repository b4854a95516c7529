"""What a checkout costs: with the payment and without, and orders against the commits of Postgres itself.

`python -m benchmarks.checkout [BUYERS]`
"""

import html
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from statistics import median, quantiles
from typing import Any
from uuid import uuid4

import httpx

from benchmarks.ground import empty_business, own_database
from benchmarks.pgbench import commits_a_second
from benchmarks.servers import Server, served

HOST, CONNECTIONS, ROUNDS = "bench.localhost", 8, 4
PRICES = {"paid": 4_900, "free": 0}
CARD = {"number": "4242424242424242", "expiry": "12 / 40", "cvc": "123"}
_HIDDEN = re.compile(r'<input type="hidden" name="(order_key|price|csrfmiddlewaretoken)" value="([^"]+)"')


def main() -> None:
    """Measure and print."""
    buyers = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    with own_database("marque_checkout"):
        _prepare()
        with served("marque.config.wsgi:application") as server:
            took: dict[str, list[float]] = {slug: [] for slug in PRICES}
            rates: dict[str, list[float]] = {slug: [] for slug in PRICES}
            cores: dict[str, list[float]] = {slug: [] for slug in PRICES}
            for _round in range(ROUNDS):
                for slug in PRICES:
                    before = server.cpu_seconds()
                    times, rate = _crowd(server, slug, buyers // ROUNDS)
                    took[slug] += times
                    rates[slug].append(rate)
                    cores[slug].append((server.cpu_seconds() - before) * 1000 / len(times))
        commits = commits_a_second("marque_checkout")
    for slug in PRICES:
        p95 = quantiles(took[slug], n=20)[18]
        print(
            f"checkout, {slug}   p50 {median(took[slug]):4.0f} ms   p95 {p95:4.0f} ms   at {CONNECTIONS} at once   "
            f"{median(cores[slug]):4.0f} ms of a core, its page included"
        )
    share = quantiles(took["paid"], n=20)[18] / quantiles(took["free"], n=20)[18]
    print(f"the payment costs  {share:.2f} times the p95 of the same page without it")
    best = median(rates["paid"])
    print(
        f"orders             {best:.1f} a second; pgbench commits {commits:,.0f} a second: one for {commits / best:.0f}"
    )


def _prepare() -> None:
    """A business with two offers, one of which costs nothing."""
    from marque.kit.money import Money
    from marque.kit.tenancy.context import enter
    from tenant_apps.catalog import actions as catalog
    from tenant_apps.courses import actions as courses

    with enter(empty_business()):
        for slug, price in PRICES.items():
            course = courses.create_course(title=f"A course, {slug}", slug=slug, by=None)
            offer = catalog.create_offer(
                slug=slug, title=course.title, summary="", products=[course.product], price=Money(price, "USD")
            )
            catalog.publish_offer(offer=offer)


def _crowd(server: Server, slug: str, buyers: int) -> tuple[list[float], float]:
    """How long each of so many checkouts took, in ms, and how many there were in a second."""
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        ready = list(threads.map(lambda _number: _arrive(server, slug), range(buyers)))
        started = time.perf_counter()
        times = list(threads.map(lambda buyer: _buy(slug, *buyer), ready))
        return times, buyers / (time.perf_counter() - started)


def _arrive(server: Server, slug: str) -> tuple[httpx.Client, dict[str, Any]]:
    browser = httpx.Client(base_url=f"http://{server.address}", headers={"Host": HOST}, timeout=60)
    page = browser.get(f"/checkout/{slug}/")
    if page.status_code != HTTPStatus.OK:
        raise SystemExit(f"The checkout of {slug} answered {page.status_code}.")
    hidden = {name: html.unescape(value) for name, value in _HIDDEN.findall(page.text)}
    return browser, {**hidden, "email": f"{uuid4().hex}@buyer.example", "name": "Sofia Brandt", **CARD}


def _buy(slug: str, browser: httpx.Client, form: dict[str, Any]) -> float:
    started = time.perf_counter()
    answer = browser.post(f"/checkout/{slug}/", data=form)
    took = (time.perf_counter() - started) * 1000
    if answer.status_code != HTTPStatus.FOUND:
        raise SystemExit(f"Buying {slug} answered {answer.status_code}: {answer.text[:2000]}")
    browser.close()
    return took


if __name__ == "__main__":
    main()
