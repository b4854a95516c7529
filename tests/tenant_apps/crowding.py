"""Many at once, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connections

from marque.kit.tenancy.context import CurrentTenant, enter

Result = TypeVar("Result")


def at_once(tenant: CurrentTenant, times: int, work: Callable[[int], Result]) -> list[Result]:
    """Do the same work, given 0 to n, in so many threads that start together."""
    start = Barrier(times)

    def one(number: int) -> Result:
        try:
            with enter(tenant):
                start.wait()
                return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(one, range(times)))
